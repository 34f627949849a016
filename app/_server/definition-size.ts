import { BODY_LIMITS } from '@/engine/server.ts';
import { ProblemError } from './problem-error.ts';

/** A definition is held to one size, by whichever call it comes: what a file adds to it (blanks, line breaks) is not counted. @throws ProblemError body_too_large */
export function requireDefinitionSize(definition: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes <= BODY_LIMITS.definition) return;
  const limit = BODY_LIMITS.definition / 1_048_576;
  throw new ProblemError('body_too_large', `The definition has ${(bytes / 1_048_576).toFixed(1)} MB and is larger than ${limit} MB, the most that one may have. Move what is large into files or into workflows of their own.`, { context: { field: 'definition', limitBytes: BODY_LIMITS.definition, bytes } });
}
