import type { Language } from './language.ts';
import { format } from './message.ts';
import { STEP_ERRORS } from './messages/step-errors.ts';

/** What an error means by its type; null for one that the engine did not name. */
export function stepErrorWords(type: string, language: Language): string | null {
  const message = Object.hasOwn(STEP_ERRORS, type) ? STEP_ERRORS[type] : undefined;
  return message === undefined ? null : format(message, language);
}
