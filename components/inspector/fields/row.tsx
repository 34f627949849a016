'use client';
import { Check, CircleAlert, History, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { definitionOf, useEditor } from '@/components/editor/store.ts';
import { expressionWords, findingWords, nodeOfFinding } from '@/components/i18n/finding-words.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { Time } from '@/components/ui/time.tsx';
import type { Json, ParamMode } from '@/engine/index.ts';
import { findingsAt, type LocalFinding } from '../model/findings.ts';
import { previewOf, shortJson } from '../model/preview.ts';
import { fieldId, useFieldSetting } from './field-context.ts';

export type RowProps = {
  pointer: string;
  label: string;
  /** A word behind the label: the kind of what is written. */
  kind?: string;
  help?: string | undefined;
  required?: boolean;
  /** What is wrong with what is written, beside what validation found. */
  error?: string | null;
  /** Behind the label, at the right. */
  aside?: ReactNode;
  /** Label and control stand in one line. */
  inline?: boolean;
  preview?: { value: Json | undefined; mode: ParamMode };
  className?: string;
  children: ReactNode;
};

/** A label, a control, what it comes to, and what is wrong with it. `data-field` is where a finding looks for it. */
export function Row({ pointer, label, kind, help, required = false, error = null, aside, inline = false, preview, className, children }: RowProps) {
  const t = useDesignT();
  const language = useLanguage();
  const setting = useFieldSetting();
  const id = fieldId(setting, pointer);
  const found = findingsAt(setting.findings, pointer).filter((finding) => finding.message !== error);
  return (
    <div data-field={pointer} className={cx('min-w-0', className)}>
      <div className={cx('flex items-baseline gap-1.5', inline ? 'min-h-6 items-center' : 'mb-1.5 min-h-[19px]')}>
        <label id={`${id}-label`} htmlFor={id} className="min-w-0 truncate font-medium">{label}</label>
        {required && <span className="text-bad" aria-hidden title={t('common.required')}>*</span>}
        {kind && <span className="text-ink-3">{kind}</span>}
        <span className="flex-1" />
        {aside}
        {inline && children}
      </div>
      {!inline && children}
      {preview && <Preview {...preview} />}
      <div id={`${id}-notes`}>
        {error !== null && <Note severity="error">{expressionWords(error, language)}</Note>}
        {found.map((finding, index) => <FindingNote key={index} finding={finding} />)}
        {help && <p className="mt-1 text-sm text-ink-3">{help}</p>}
      </div>
    </div>
  );
}

export function FindingNote({ finding }: { finding: LocalFinding }) {
  const language = useLanguage();
  const definition = useEditor(definitionOf);
  const node = nodeOfFinding(finding, definition);
  const { message, fix } = findingWords(finding, node?.name || (node?.id ?? ''), language, node?.type);
  return <Note severity={finding.severity}>{message}{fix && <span className="text-ink-2"> {fix}</span>}</Note>;
}

export function Note({ severity, children }: { severity: 'error' | 'warning'; children: ReactNode }) {
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <p className={cx('mt-1.5 flex gap-1.5 text-sm', severity === 'error' ? 'text-bad' : 'text-warn')}>
      <Icon className="mt-0.5 size-3.5 shrink-0" aria-hidden />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

/** What a field comes to with the data of the last run. */
export function Preview({ value, mode }: { value: Json | undefined; mode: ParamMode }) {
  const t = useDesignT();
  const language = useLanguage();
  const { seen, sight } = useFieldSetting();
  const deferred = useDeferredValue(value);
  const shown = useMemo(() => (seen === null ? null : previewOf(deferred, mode, seen.scope, sight)), [seen, sight, deferred, mode]);
  if (seen === null || shown === null || shown.lines.length === 0) return null;
  const told = (without: string | undefined): string => (without === undefined ? '' : expressionWords(without, language));
  return (
    <div className="mt-1.5 space-y-0.5 text-xs" data-testid="preview">
      {shown.lines.map((line) => (
        <p key={line.at} className="flex gap-1.5" title={line.ok ? [shortJson(line.value, 2_000), told(line.without)].filter(Boolean).join(' · ') : expressionWords(line.message, language)}>
          {line.ok && line.without === undefined ? <Check className="mt-px size-3.5 shrink-0 text-ok" aria-hidden /> : line.ok || line.unknown ? <History className="mt-px size-3.5 shrink-0 text-ink-3" aria-hidden /> : <TriangleAlert className="mt-px size-3.5 shrink-0 text-warn" aria-hidden />}
          <span className={cx('line-clamp-2 min-w-0 break-words', line.ok ? (line.without === undefined ? 'font-mono text-ok' : 'text-ink-2') : line.unknown ? 'text-ink-3' : 'text-warn')}>
            {line.label !== null && `"${line.label}": `}
            {line.ok ? <span className="font-mono">{shortJson(line.value, 160)}</span> : expressionWords(line.message, language)}
            {line.ok && line.without !== undefined && <span className="text-ink-3"> · {told(line.without)}</span>}
          </span>
        </p>
      ))}
      {shown.lines.some((line) => (line.ok ? line.without === undefined : !line.unknown)) && <p className="pl-5 text-ink-3">
        {shown.more > 0 && `${t('inspector.moreLines', { count: shown.more })} · `}
        {t('inspector.fromLastRun')} <Time at={seen.run.startedAt} />
      </p>}
    </div>
  );
}
