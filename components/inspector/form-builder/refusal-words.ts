import type { DesignTranslate } from '@/components/i18n/use-design-t.ts';
import type { Refusal } from './model/form-fields.ts';

/** Which part of a schema cannot be shown as fields, and why. What is wrong with a faulty one stands below it already. */
export function refusalWords({ why, field, keyword }: Refusal, t: DesignTranslate): string {
  const reason = t(`builder.why-${why}`, { keyword });
  return field === '' ? t('builder.refused', { reason }) : t('builder.refusedField', { field, reason });
}
