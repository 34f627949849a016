import type { StepError } from '@/engine/index.ts';
import type { Language } from './language.ts';
import { STEP_ERRORS } from './messages/step-errors.ts';

/** What an error means, beyond its own message; null for one that the engine did not name, or that says it all. */
export function stepErrorWords({ type, foreign }: Pick<StepError, 'type' | 'foreign'>, language: Language): string | null {
  return foreign !== true && Object.hasOwn(STEP_ERRORS, type) ? STEP_ERRORS[type]![language] : null;
}
