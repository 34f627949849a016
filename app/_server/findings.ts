import { catalogue, checkDefinition, type Definition, type Finding } from '@/engine/index.ts';

/** Everything validation has to say of a definition whose shape was parsed. */
export function findingsOf(definition: Definition): Finding[] {
  return checkDefinition(definition, catalogue).findings;
}
