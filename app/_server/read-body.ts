import { NotJsonError, toJson } from '@/engine/index.ts';
import { ProblemError } from './problem-error.ts';
import { invalidRequest } from './zod-problems.ts';

/** Deeper values would overflow the stack of whoever walks them. */
const DEEPEST = 200;
/** Escapes that may stand for NUL or half of a surrogate pair: the only way they can get into JSON that is valid UTF-8. */
const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * Reads a JSON body, never more than `limit` bytes of it.
 * @returns undefined when there is no body; one that was cut off is not none
 * @throws ProblemError body_too_large, unsupported_media_type, malformed_json, invalid_request
 */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  return (await readSignedBody(request, limit)).value;
}

/** The same, with the bytes that were sent: a signature is over them and nothing else. */
export async function readSignedBody(request: Request, limit: number): Promise<{ bytes: Uint8Array; value: unknown }> {
  const declared = Number(request.headers.get('content-length') ?? '0');
  if (declared > limit) throw tooLarge(limit, declared);
  const bytes = await readBytes(request, limit);
  // A client that goes away while it sends leaves a body that is empty or half. Taken for none, a call whose body is
  // optional would be carried out without what was said: without its `dryRun`, say.
  if (request.signal.aborted || bytes.byteLength < declared) throw new ProblemError('malformed_json', 'The body ended before all of it was here. Send it again.');
  if (bytes.byteLength === 0) return { bytes, value: undefined };
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && !(type.startsWith('application/') && type.endsWith('+json'))) {
    throw new ProblemError('unsupported_media_type', type === '' ? 'Send the body as application/json, with a Content-Type header that says so.' : `Send the body as application/json, not as ${type.slice(0, 100)}.`);
  }
  return { bytes, value: parseJson(bytes) };
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel().catch(() => undefined);
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ProblemError('malformed_json', 'The body is not UTF-8. JSON is always UTF-8.', { cause });
  }
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ProblemError('malformed_json', `The body cannot be read as JSON: ${cause instanceof Error ? cause.message.slice(0, 200) : 'it is malformed'}.`, { cause });
  }
  if (isTooDeep(value)) throw invalidRequest([{ in: 'body', pointer: '', code: 'too_deep', message: `It is nested more than ${DEEPEST} deep.` }]);
  if (SUSPICIOUS.test(text)) refuseUnstorable(value);
  return value;
}

function refuseUnstorable(value: unknown): void {
  try {
    toJson(value);
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    throw invalidRequest([{ in: 'body', pointer: error.pointer, code: 'unstorable_text', message: 'NUL characters and halves of surrogate pairs cannot be stored. Take them out.' }]);
  }
}

/** Walks level by level, so that no depth can overflow the stack. */
function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const member of Object.values(item)) if (typeof member === 'object' && member !== null) next.push(member);
    }
    level = next;
  }
  return false;
}

/** @param bytes where it was said beforehand; nobody reads on to find it out */
function tooLarge(limit: number, bytes?: number): ProblemError {
  const size = bytes === undefined ? 'The body is' : `The body has ${(bytes / 1_048_576).toFixed(1)} MB and is`;
  const context = { field: 'body', limitBytes: limit, ...(bytes === undefined ? {} : { bytes }) };
  return new ProblemError('body_too_large', `${size} larger than ${limit / 1024 / 1024} MB, the most that this call takes. Keep what is large where it is and send its address.`, { context });
}
