import type { Finding } from './schema.ts';

/** Thrown when a definition cannot be executed. It carries every finding, warnings included. */
export class DefinitionError extends Error {
  constructor(readonly findings: readonly Finding[]) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    super(errors.length === 1 ? errors[0]!.message : `The definition has ${errors.length} errors. The first: ${errors[0]?.message ?? 'none'}`);
    this.name = 'DefinitionError';
  }
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
