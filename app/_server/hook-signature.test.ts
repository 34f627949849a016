import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requireSignature } from './hook-signature.ts';

const SECRET = 'whsec_something-long-enough';
const NOW = 1_800_000_000_000;
const body = Buffer.from('{"a": 1}');
const hex = (seconds: number, bytes: Uint8Array = body, secret = SECRET) => createHmac('sha256', secret).update(`${seconds}.`).update(bytes).digest('hex');
const header = (seconds: number, v1 = hex(seconds)) => `t=${seconds},v1=${v1}`;
const seconds = NOW / 1_000;

describe('the signature of a request', () => {
  it('is that of its instant and its bytes', () => {
    expect(requireSignature(SECRET, header(seconds), '', body, NOW)).toBe(hex(seconds));
    expect(requireSignature(SECRET, ` t=${seconds} , v1=${hex(seconds).toUpperCase()}`, '', body, NOW)).toBe(hex(seconds));
    expect(requireSignature(SECRET, header(seconds - 299), '', body, NOW)).toBe(hex(seconds - 299));
  });
  it('is over the Idempotency-Key as well, so that nobody can give it another', () => {
    const keyed = hex(seconds, Buffer.concat([Buffer.from('order-7.'), body]));
    expect(requireSignature(SECRET, header(seconds, keyed), 'order-7', body, NOW)).toBe(keyed);
    for (const [signature, key] of [[keyed, 'order-8'], [keyed, ''], [hex(seconds), 'order-7']] as const) expect(() => requireSignature(SECRET, header(seconds, signature), key, body, NOW)).toThrow(/The signature is not that of this/);
  });
  it.each<[string, string | null]>([
    ['no header', null],
    ['an empty one', ''],
    ['another form', hex(seconds)],
    ['no instant', `v1=${hex(seconds)}`],
    ['a signature that is cut off', header(seconds, hex(seconds).slice(0, 62))],
    ['the signature of another body', header(seconds, hex(seconds, Buffer.from('{"a":1}')))],
    ['one by another secret', header(seconds, hex(seconds, body, 'another secret'))],
    ['one of another instant', header(seconds, hex(seconds - 1))],
    ['one that is too old', header(seconds - 301)],
    ['one from too far ahead', header(seconds + 301)],
  ])('is refused with %s, and never tells the right one', (_, given) => {
    let message = '';
    try {
      requireSignature(SECRET, given, '', body, NOW);
    } catch (error) {
      expect(error).toMatchObject({ code: 'signature_invalid' });
      message = String(error);
    }
    expect(message).not.toBe('');
    expect(message).not.toContain(hex(seconds));
    expect(message).not.toContain(SECRET);
  });
});
