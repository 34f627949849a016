import type { CSSProperties, ReactNode, RefObject } from 'react';
import { cx } from '@/components/ui/class-names.ts';
import type { CodeFieldProps } from './code-field.tsx';
import { loadCodeField } from './load-code-field.ts';
import { jsonMarksOf, marksOf, type Language } from './marks.ts';

const LOOKS: Readonly<Record<string, string>> = {
  'cm-heddle-expression': 'rounded-[4px] bg-accent-soft text-accent',
  'cm-heddle-expression cm-heddle-open': 'text-accent underline decoration-dotted',
  'cm-heddle-text': 'text-ok', 'cm-heddle-number': 'text-run', 'cm-heddle-root': 'text-accent', 'cm-heddle-call': 'text-undo', 'cm-heddle-sign': 'text-ink-2',
};
/** Breaks lines where the editor does. */
const BREAKS: CSSProperties = { whiteSpace: 'break-spaces', wordBreak: 'break-word', overflowWrap: 'anywhere' };

/** Stands in for `CodeField` until that is there: the same text at the same place in the same colours, and it can be written in. */
export function PlainField({ area, id, value, onChange, language, singleLine = false, minimumHeight, placeholder, readOnly = false, label, labelledBy, describedBy, invalid = false, onBlur }: CodeFieldProps & { area: RefObject<HTMLTextAreaElement | null> }) {
  const lines = language === 'javascript' ? value.split('\n') : null;
  const text = cx('py-1.5 pr-2.5 leading-[19px]', language === 'template' || language === 'plain' ? 'text-[13px]' : 'font-mono text-[12px]');
  const breaks = { ...BREAKS, paddingLeft: 10 + (lines === null ? 0 : gutterWidth(lines.length)) };
  return (
    <div style={minimumHeight === undefined ? undefined : { minHeight: minimumHeight }} className="grid max-h-[min(420px,36dvh)] min-w-0 cursor-text overflow-y-auto" onPointerEnter={loadCodeField} onDragEnter={loadCodeField}>
      <div aria-hidden style={breaks} className={cx('col-start-1 row-start-1 min-w-0', text)}>{lines === null ? <>{painted(value, language)}{'\u200b'}</> : numbered(lines)}</div>
      <textarea
        ref={area}
        data-code
        id={id}
        rows={1}
        value={value}
        placeholder={placeholder}
        readOnly={readOnly}
        aria-label={label}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        aria-multiline={!singleLine}
        aria-readonly={readOnly}
        autoCapitalize="off"
        autoCorrect="off"
        autoComplete="off"
        spellCheck={false}
        style={breaks}
        className={cx('col-start-1 row-start-1 min-w-0 resize-none overflow-hidden bg-transparent text-transparent caret-(--ink) outline-none placeholder:text-ink-3', text)}
        onChange={(event) => onChange(singleLine ? event.target.value.replace(/\s*\n\s*/g, ' ') : event.target.value)}
        onKeyDown={(event) => {
          if (singleLine && event.key === 'Enter') event.preventDefault();
        }}
        onBlur={onBlur}
      />
    </div>
  );
}

/** As wide as the editor's, so that nothing moves when that takes over. */
function gutterWidth(lines: number): number {
  return Math.max(20, 8 + String(lines).length * 6.6);
}

function numbered(lines: readonly string[]): ReactNode[] {
  return lines.map((line, index) => (
    <div key={index} className="relative">
      <span className="absolute right-full mr-[13px] text-[11px] text-ink-3">{index + 1}</span>
      {line}{'\u200b'}
    </div>
  ));
}

function painted(text: string, language: Language): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end, className } of language === 'json' || language === 'json-literal' ? jsonMarksOf(text, language) : marksOf(text, language)) {
    if (start < at) continue;
    parts.push(text.slice(at, start), <span key={start} className={LOOKS[className]}>{text.slice(start, end)}</span>);
    at = end;
  }
  return [...parts, text.slice(at)];
}
