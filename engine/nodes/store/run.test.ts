import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../ports/node-runner.ts';
import { fakeContext } from '../fake-context.ts';
import { STORE_LIMITS } from './limits.ts';
import { runStore } from './run.ts';
import { storeSpec } from './spec.ts';

const record = { collection: 'customers', key: 'c-1' };

describe('the store as a step', () => {
  it('puts, gets, lists and deletes, and says what came of it', async () => {
    const context = fakeContext();
    expect(await runStore({ operation: 'get', ...record }, context)).toEqual({ found: false, key: 'c-1', value: null, version: 0, updatedAt: null });
    expect(await runStore({ operation: 'put', ...record, value: { tier: 'gold' } }, context)).toEqual({ key: 'c-1', version: 1, created: true });
    expect(await runStore({ operation: 'put', ...record, value: null }, context)).toEqual({ key: 'c-1', version: 2, created: false });
    expect(await runStore({ operation: 'get', ...record }, context)).toEqual({ found: true, key: 'c-1', value: null, version: 2, updatedAt: '2026-01-02T00:00:00.000Z' });
    await runStore({ operation: 'put', collection: 'customers', key: 7, value: 1 }, context);
    expect(await runStore({ operation: 'list', collection: 'customers', limit: 1 }, context)).toMatchObject({ items: [{ key: '7' }], nextAfter: '7' });
    expect(await runStore({ operation: 'list', collection: 'customers', after: '7' }, context)).toMatchObject({ items: [{ key: 'c-1' }], nextAfter: null });
    expect(await runStore({ operation: 'list', collection: 'customers', prefix: 'c-' }, context)).toMatchObject({ items: [{ key: 'c-1' }] });
    expect(await runStore({ operation: 'delete', ...record }, context)).toEqual({ key: 'c-1', deleted: true });
    expect(await runStore({ operation: 'delete', ...record }, context)).toEqual({ key: 'c-1', deleted: false });
  });

  it('puts only over the version it is told, and says which there is', async () => {
    const context = fakeContext();
    const put = (ifVersion: number) => runStore({ operation: 'put', ...record, value: 1, ifVersion }, context);
    await expect(put(3)).rejects.toMatchObject({ type: 'VersionConflict', retryable: false, details: { version: 0 }, message: '"c-1" was to be put only if it has version 3, but it is not there.' });
    expect(await put(0)).toMatchObject({ version: 1 });
    await expect(put(0)).rejects.toMatchObject({ message: '"c-1" was to be put only if it is not there, but it has version 1.' });
    expect(await put(1)).toMatchObject({ version: 2 });
  });

  it.each<[string, JsonObject, string]>([
    ['a collection with a slash', { operation: 'get', collection: 'a/b', key: 'k' }, 'collection: it holds letters'],
    ['a collection that an expression left empty', { operation: 'get', collection: '', key: 'k' }, 'collection: it is empty'],
    ['a key that an expression left empty', { operation: 'get', collection: 'c', key: '' }, 'key: it is empty'],
    ['a key that is an object', { operation: 'get', collection: 'c', key: {} }, 'key: '],
    ['a key with a line break', { operation: 'get', collection: 'c', key: 'a\nb' }, 'key: it holds a control character'],
    ['a key that is too long', { operation: 'get', collection: 'c', key: 'k'.repeat(STORE_LIMITS.key + 1) }, 'key: it is longer than 500'],
    ['no key', { operation: 'delete', collection: 'c' }, 'key: say which record'],
    ['a limit beyond what a page holds', { operation: 'list', collection: 'c', limit: 1_001 }, 'limit: '],
  ])('refuses %s and names the parameter', async (_what, params, sentence) => {
    await expect(runStore(params, fakeContext())).rejects.toMatchObject({ type: 'ValidationError', retryable: false, message: expect.stringContaining(sentence) as string });
  });

  it('takes a value of exactly its limit, and no larger one', async () => {
    const put = (bytes: number) => runStore({ operation: 'put', ...record, value: 'x'.repeat(bytes - 2) }, fakeContext());
    expect(await put(STORE_LIMITS.valueBytes)).toMatchObject({ created: true });
    await expect(put(STORE_LIMITS.valueBytes + 1)).rejects.toMatchObject({ type: 'ValueTooLarge', retryable: false });
  });
});

describe('its drawing', () => {
  const problems = (params: JsonObject) => storeSpec.params.safeParse(params).error?.issues.map((issue) => issue.message) ?? [];

  it('needs a key, and a value to put', () => {
    expect(problems({ operation: 'get', collection: 'c' })).toEqual(['Say which record: it needs a key.']);
    expect(problems({ operation: 'put', collection: 'c', key: 'k' })).toEqual(['Say what is put: it needs a value.']);
    expect(problems({ operation: 'put', collection: 'c', key: 'k', value: null })).toEqual([]);
    expect(problems({ operation: 'list', collection: 'c' })).toEqual([]);
    expect(problems({ operation: 'put', collection: 'c', key: '{{ input.id }}', value: '{{ input }}', ifVersion: '{{ input.version }}' })).toEqual([]);
  });

  it('changes something outside only when it puts or deletes', () => {
    expect(['get', 'list', 'put', 'delete'].map((operation) => storeSpec.changesNothing!({ operation }))).toEqual([true, true, false, false]);
  });
});
