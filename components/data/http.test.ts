import { afterEach, describe, expect, it, vi } from 'vitest';
import { api } from './api.ts';
import { ApiError } from './api-error.ts';

const answer = (status: number, body: object, type = 'application/json; charset=utf-8') => vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }));
afterEach(() => vi.unstubAllGlobals());

describe('readiness', () => {
  const checks = { postgres: { ok: true, message: 'answers', ms: 1 }, redis: { ok: false, message: 'refused', ms: null }, migrations: { ok: true, message: 'applied', ms: 1 } };
  it('tells which check is red when the server is not ready', async () => {
    answer(503, { ok: false, checks });
    await expect(api.system.readiness()).resolves.toEqual({ ok: false, checks });
  });
  it('is an error when what answers is not ours, or is a problem', async () => {
    answer(502, { ok: false });
    await expect(api.system.readiness()).rejects.toBeInstanceOf(ApiError);
    answer(503, { type: 'about:blank', title: 'Busy', status: 503 }, 'application/problem+json');
    await expect(api.system.readiness()).rejects.toBeInstanceOf(ApiError);
  });
});

it('takes 503 for an error where nothing else was agreed', async () => {
  answer(503, { items: [] });
  await expect(api.workers.list()).rejects.toMatchObject({ status: 503 });
});
