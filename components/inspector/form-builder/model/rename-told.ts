import type { FormField } from './form-fields.ts';

/** A field that got another name, and the steps that may still speak of the old one. */
export type RenameTold = { from: string; to: string; steps: readonly string[] };

/** Whether the fields are still called so: what is undone, or renamed again by another hand, is nothing to warn of. */
export function isRenameSeen({ from, to }: RenameTold, fields: readonly Pick<FormField, 'name'>[]): boolean {
  return fields.some(({ name }) => name === to) && fields.every(({ name }) => name !== from);
}
