import { describe, expect, it } from 'vitest';
import { isConnectionLoss, isRetryable } from './errors.ts';

const coded = (code: string): Error => Object.assign(new Error('of the server'), { code });

describe('an error of the store', () => {
  it.each(['40001', '40P01', '55P03', '53000', '53100', '53200', '53300', '53400', '57014', '58000', '58030', '42P01'])('%s is tried again: the run is not at fault', (code) => {
    expect(isRetryable(coded(code))).toBe(true);
    expect(isConnectionLoss(coded(code))).toBe(false);
  });

  it.each(['57P01', '57P02', '57P03', '57P05', '08000', '08001', '08006', '08P01', '25006', '25P03', '28P01', '3D000', 'ECONNRESET', 'ETIMEDOUT'])('%s costs the connection, not the run', (code) => {
    expect(isConnectionLoss(coded(code))).toBe(true);
    expect(isRetryable(coded(code))).toBe(false);
  });

  it.each(['23505', '23514', '22P02', '22021', '22012', 'XX000', 'ERR_INVALID_ARG_TYPE'])('%s is what the data caused', (code) => {
    expect(isRetryable(coded(code)) || isConnectionLoss(coded(code))).toBe(false);
  });

  it('without an answer in time is a lost connection', () => {
    expect(isConnectionLoss(new Error('Query read timeout'))).toBe(true);
    expect(isConnectionLoss(new Error('The plan has no step.'))).toBe(false);
  });
});
