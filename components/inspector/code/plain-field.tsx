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
  const text = cx('px-2.5 py-1.5 leading-[19px]', language === 'template' || language === 'plain' ? 'text-[13px]' : 'font-mono text-[12px]');
  return (
    <div style={minimumHeight === undefined ? undefined : { minHeight: minimumHeight }} className="grid max-h-[min(420px,36dvh)] min-w-0 cursor-text overflow-y-auto" onPointerEnter={loadCodeField} onDragEnter={loadCodeField}>
      <div aria-hidden style={BREAKS} className={cx('col-start-1 row-start-1 min-w-0', text)}>{painted(value, language)}{'\u200b'}</div>
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
        style={BREAKS}
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
