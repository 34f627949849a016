import { sha256 } from '../../sha256.ts';
import { Fault } from '../fault.ts';
import { text, type FunctionSpec } from '../function-spec.ts';
import { toText } from '../result.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

function base64(source: string): string {
  const bytes = encoder.encode(source);
  let binary = '';
  for (let i = 0; i < bytes.length; i += 8_192) binary += String.fromCharCode(...bytes.subarray(i, i + 8_192));
  return btoa(binary);
}

function base64Decode(source: string): string {
  if (!BASE64.test(source)) throw new Fault('base64Decode() was given a text that is not base64.');
  try {
    const binary = atob(source.replaceAll('-', '+').replaceAll('_', '/'));
    return decoder.decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  } catch {
    throw new Fault('base64Decode() gives text, and this is not base64 of UTF-8 text.');
  }
}

function urlEncode(source: string): string {
  try {
    return encodeURIComponent(source);
  } catch {
    throw new Fault('urlEncode() was given half of a surrogate pair.');
  }
}

export const ENCODING_FUNCTIONS: readonly FunctionSpec[] = [
  {
    name: 'base64', group: 'encoding', signature: 'base64(text): string', minimum: 1, maximum: 1, result: 'string',
    doc: 'The UTF-8 bytes of a text in base64.',
    example: { source: 'base64("héllo")', gives: '"aMOpbGxv"' },
    call: ([value], meter) => {
      const source = text(value, 'base64()');
      meter.spend(source.length >> 2);
      meter.allowText(source.length * 4);
      return base64(source);
    },
  },
  {
    name: 'base64Decode', group: 'encoding', signature: 'base64Decode(text): string', minimum: 1, maximum: 1, result: 'string',
    doc: 'The text whose UTF-8 bytes stand in base64 (also its URL form).',
    example: { source: 'base64Decode("aMOpbGxv")', gives: '"héllo"' },
    call: ([value], meter) => {
      const source = text(value, 'base64Decode()');
      meter.spend(source.length >> 1);
      return base64Decode(source);
    },
  },
  {
    name: 'urlEncode', group: 'encoding', signature: 'urlEncode(value): string', minimum: 1, maximum: 1, result: 'string',
    doc: 'The text as it may stand in a URL.',
    example: { source: 'urlEncode("a b&c")', gives: '"a%20b%26c"' },
    call: ([value], meter) => {
      const source = toText(value!, meter);
      meter.spend(source.length >> 2);
      meter.allowText(source.length * 9);
      return urlEncode(source);
    },
  },
  {
    name: 'hash', group: 'encoding', signature: 'hash(value): string', minimum: 1, maximum: 1, result: 'string',
    doc: 'SHA-256 in hexadecimal digits: of a text, or of the canonical JSON of anything else.',
    example: { source: 'hash("abc")', gives: '"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"' },
    call: ([value], meter) => {
      const source = value === null ? 'null' : toText(value!, meter);
      meter.spend(100 + source.length);
      return sha256(source);
    },
  },
];
