import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Sha256, sha256 } from './sha256.ts';

const reference = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

describe('sha256', () => {
  it.each(['', 'abc', 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(63), 'a'.repeat(64), 'a'.repeat(65), 'a'.repeat(119), 'a'.repeat(120), 'ünïcödé 😀', '\ud800'])('agrees with the platform on %j', (text) => {
    expect(sha256(text)).toBe(reference(new TextEncoder().encode(text)));
  });

  it('agrees with the platform on random bytes of every length up to 300, and on large ones', () => {
    for (let length = 0; length <= 300; length++) {
      const bytes = new Uint8Array(randomBytes(length));
      expect(sha256(bytes)).toBe(reference(bytes));
    }
    const large = new Uint8Array(randomBytes(1_000_003));
    expect(sha256(large)).toBe(reference(large));
    expect(sha256(large.subarray(7, 100_000))).toBe(reference(large.subarray(7, 100_000)));
  });

  it('is the same of parts, wherever they are cut', () => {
    const bytes = new Uint8Array(randomBytes(1_000));
    for (const size of [1, 3, 55, 56, 63, 64, 65, 127, 128, 129, 999]) {
      const parts = new Sha256();
      for (let from = 0; from < bytes.length; from += size) parts.update(bytes.subarray(from, from + size)).update('');
      expect(parts.digest(), `parts of ${size}`).toBe(reference(bytes));
    }
  });
});
