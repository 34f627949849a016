'use client';
import { useT } from '../i18n/use-t.tsx';
import { Field, Textarea } from './input.tsx';

/** Why somebody does something; it stands in the history, and may stay empty. */
export function ReasonField({ id, value, hint, onChange }: { id: string; value: string; hint?: string | undefined; onChange: (reason: string) => void }) {
  const t = useT();
  return (
    <Field id={id} label={t('common.reason')} hint={`${t('common.optional')} · ${hint ?? t('common.reasonHint')}`}>
      <Textarea id={id} rows={2} maxLength={2_000} value={value} onChange={(event) => onChange(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && (event.metaKey || event.ctrlKey) && event.currentTarget.form?.requestSubmit()} />
    </Field>
  );
}
