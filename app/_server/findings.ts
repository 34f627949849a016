import { catalogue, checkDefinition, hasErrors, type Definition, type Finding } from '@/engine/index.ts';

/** Everything validation has to say of a definition whose shape was parsed. */
export function findingsOf(definition: Definition): Finding[] {
  return checkDefinition(definition, catalogue).findings;
}

/** The same of anything at all: what is no definition is told as findings too. */
export function validationOf(definition: unknown): { ok: boolean; findings: Finding[] } {
  const { findings } = checkDefinition(definition, catalogue);
  return { ok: !hasErrors(findings), findings };
}
