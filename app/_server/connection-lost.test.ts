import { describe, expect, it } from 'vitest';
import { isConnectionLost } from './connection-lost.ts';

/** As Prisma tells what its driver was answered and what it has no code for. */
const byPrisma = (code: string, message: string): Error =>
  Object.assign(new Error(`Invalid \`prisma.workflow.findFirst()\` invocation: Database error. Code: \`${code}\`.`), { code: 'P2039', meta: { driverAdapterError: { name: 'DriverAdapterError', cause: { kind: 'postgres', code, originalCode: code, message } } } });

describe('a store that cannot be reached', () => {
  it.each([
    ['is starting up, told by Prisma', byPrisma('57P03', 'the database system is starting up')],
    ['ended the connection, told by Prisma', byPrisma('57P01', 'terminating connection due to administrator command')],
    ['refuses connections', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['is the cause of something else', new Error('It failed.', { cause: Object.assign(new Error('x'), { code: '08006' }) })],
    ['was asked at two addresses', new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })])],
    ['broke off', new Error('Connection terminated unexpectedly')],
  ])('%s', (_what, error) => {
    expect(isConnectionLost(error)).toBe(true);
  });

  it.each([
    ['a statement that is wrong, told by Prisma', byPrisma('42601', 'syntax error')],
    ['a rule that is broken', Object.assign(new Error('x'), { code: 'P2002', meta: { target: ['slug'] } })],
    ['anything else', new Error('It failed.')],
    ['what is no error', null],
  ])('is not %s', (_what, error) => {
    expect(isConnectionLost(error)).toBe(false);
  });
});
