import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../ports/store.ts';
import { query } from './pool.ts';

const refusing = (code: string): pg.Pool => ({ query: () => Promise.reject(Object.assign(new Error('of the server'), { code })) }) as unknown as pg.Pool; // all that `query` asks of a pool

describe('a statement', () => {
  it.each(['58030', '53200', '40P01', '57P01', 'ECONNRESET'])('that fails with %s finds the store unavailable: whoever asked may ask again', async (code) => {
    await expect(query(refusing(code), { text: 'SELECT 1' })).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('that is wrong by itself says so', async () => {
    await expect(query(refusing('22P02'), { text: 'SELECT 1' })).rejects.toMatchObject({ code: '22P02' });
  });
});
