import { executablePart } from '../definition/compile.ts';
import { canonicalJson } from '../definition/json.ts';
import type { Definition } from '../definition/schema.ts';
import { sha256 } from '../definition/sha256.ts';

/** Id of a document in `definitions`: equal documents are stored once. */
export function hashDocument(definition: Definition): string {
  return sha256(canonicalJson(definition));
}

/** Hash of what a definition does, as its plan has it; moving or renaming a node is not a change. A draft need not be executable to have one. */
export function hashBehaviour(definition: Definition): string {
  return sha256(canonicalJson(executablePart(definition)));
}

/** True when two documents are the same to whoever draws them; where the viewport stands does not count. */
export function isSameDocument(a: Definition, b: Definition): boolean {
  return canonicalJson({ ...a, viewport: undefined }) === canonicalJson({ ...b, viewport: undefined });
}
