import type { Definition } from '@/engine/index.ts';

export const MAXIMUM_FILE_BYTES = 5 * 1024 * 1024;

export type ReadImport = { ok: true; definition: Definition } | { ok: false; problem: 'notJson'; reason: string } | { ok: false; problem: 'notDefinition' | 'fileTooLarge' };

/**
 * Reads a file as a definition: the document itself, or an answer of the API that holds one. Only so much is looked at
 * as is needed to say that it is one; the server tells everything that is wrong with it.
 */
export function readImport(text: string): ReadImport {
  if (text.length > MAXIMUM_FILE_BYTES) return { ok: false, problem: 'fileTooLarge' };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, problem: 'notJson', reason: error instanceof Error ? error.message : String(error) };
  }
  const document = hasFormat(value) ? value : isObject(value) && hasFormat(value['definition']) ? value['definition'] : null;
  // The server checks the document against the schema; a second check here could only disagree with it.
  return document ? { ok: true, definition: document as Definition } : { ok: false, problem: 'notDefinition' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function hasFormat(value: unknown): value is Record<string, unknown> {
  return isObject(value) && typeof value['heddle'] === 'number';
}
