import { randomBytes } from 'node:crypto';

const process = randomBytes(9).toString('base64url');
let count = 0;

/** A token nobody else makes: chance of this process and a count. It fences, it does not keep a secret. */
export function newToken(): string {
  return `${process}${(count++).toString(36)}`;
}
