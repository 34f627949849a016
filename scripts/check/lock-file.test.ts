import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, missingFromLock, readLock } from './lock-file.ts';

describe('package-lock.json', () => {
  it('names the optional packages of every platform (else: npx tsx scripts/check/complete-lock.ts)', () => {
    expect(missingFromLock(readLock(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')))).toEqual([]);
  });

  it('names no host of a registry', () => {
    expect(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')).not.toMatch(/"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/);
  });

  it('is completed with the platform that stands in a package’s name', () => {
    const lock = { lockfileVersion: 3, packages: { '': {}, 'node_modules/a': { optionalDependencies: { '@a/linux-arm64-musl': '1.2.3', '@a/windows-x64': '1.2.3', '@a/here': '1.2.3' } }, 'node_modules/a/node_modules/@a/here': {} } };
    expect(completeLock(lock).packages).toMatchObject({
      'node_modules/@a/linux-arm64-musl': { version: '1.2.3', os: ['linux'], cpu: ['arm64'], libc: ['musl'], optional: true },
      'node_modules/@a/windows-x64': { version: '1.2.3', os: ['win32'], cpu: ['x64'], optional: true },
    });
    expect(missingFromLock(completeLock(lock))).toEqual([]);
  });
});
