import { describe, expect, it } from 'vitest';
import type { Approval } from '@/engine/index.ts';
import { clocksOfApproval, hasClocks, toCome } from './clocks-of.ts';
import { isMeantFor } from './told.ts';

const at = (minute: number): string => new Date(Date.UTC(2030, 0, 1, 9, minute)).toISOString();
type Parts = Partial<Pick<Approval, 'status' | 'assignees' | 'decisions' | 'reminders' | 'escalation' | 'dueAt' | 'onTimeout'>>;
const request = (parts: Parts = {}) => ({ status: 'open', assignees: ['anna', 'finance'], decisions: [], reminders: null, escalation: null, dueAt: null, onTimeout: null, outcomes: ['approved', 'rejected'], ...parts }) as unknown as Approval; // only what is looked at
const reminders = (given: number, lastAt: string | null, nextAt: string | null) => ({ given, most: 3, every: '10m', lastAt, nextAt });
const escalation = (escalatedAt: string | null) => ({ to: ['head'], mode: 'add' as const, after: '2d', at: at(30), escalatedAt });

describe('a reminder', () => {
  it('is for those who are asked by name or by group, and for everybody where nobody is named', () => {
    expect(isMeantFor(request(), 'reminded', 'anna', [])).toBe(true);
    expect(isMeantFor(request(), 'reminded', 'ben', ['on-call', 'finance'])).toBe(true);
    expect(isMeantFor(request(), 'reminded', 'ben', [])).toBe(false);
    expect(isMeantFor(request(), 'reminded', '', [])).toBe(false);
    expect(isMeantFor(request({ assignees: [] }), 'reminded', '', [])).toBe(true);
  });

  it('is not for whoever has decided, and not of a request that is closed', () => {
    const decisions = [{ outcome: 'approved', by: 'anna', at: at(1), comment: null }];
    expect(isMeantFor(request({ decisions }), 'reminded', 'anna', [])).toBe(false);
    expect(isMeantFor(request({ decisions }), 'reminded', 'ben', ['finance'])).toBe(true);
    expect(isMeantFor(request({ status: 'decided' }), 'reminded', 'anna', [])).toBe(false);
  });

  it('knows a person however the name is written', () => {
    const decisions = [{ outcome: 'approved', by: 'Anna  Berg', at: at(1), comment: null }];
    expect(isMeantFor(request({ assignees: [], decisions }), 'reminded', 'anna berg', [])).toBe(false);
    expect(isMeantFor(request({ assignees: ['Anna Berg'] }), 'reminded', 'anna berg', [])).toBe(true);
  });

  it('is for nobody when all who are named have decided and more must agree, but for a group that is asked', () => {
    const decisions = ['anna', 'ben'].map((by) => ({ outcome: 'approved', by, at: at(1), comment: null }));
    const all = request({ assignees: ['anna', 'ben'], decisions });
    expect(['anna', 'ben', 'cleo', ''].map((me) => isMeantFor(all, 'reminded', me, []))).toEqual([false, false, false, false]);
    expect(isMeantFor(request({ assignees: ['anna', 'ben', 'finance'], decisions }), 'reminded', 'cleo', ['finance'])).toBe(true);
  });

  it('at the instant of an escalation is not told to those whom that asks', () => {
    const both = request({ assignees: ['anna', 'head'], reminders: reminders(1, at(30), null), escalation: escalation(at(30)) });
    expect([isMeantFor(both, 'reminded', 'head', []), isMeantFor(both, 'reminded', 'anna', []), isMeantFor(both, 'escalated', 'head', []), isMeantFor(both, 'escalated', 'anna', [])]).toEqual([false, true, true, false]);
  });
});

describe('what is still to come', () => {
  it('is told in its order, the end last', () => {
    const clocks = clocksOfApproval(request({ reminders: reminders(1, at(10), at(40)), escalation: escalation(null), dueAt: at(50), onTimeout: 'rejected' }));
    expect(toCome(clocks)).toEqual([
      { what: 'escalation', at: Date.parse(at(30)), to: ['head'], mode: 'add' },
      { what: 'reminder', at: Date.parse(at(40)), number: 2, most: 3 },
      { what: 'due', at: Date.parse(at(50)), outcome: 'rejected' },
    ]);
    expect(clocks.escalation?.afterMs).toBe(2 * 86_400_000);
  });

  it('leaves out what has happened, and says of the end whether it is a choice', () => {
    const clocks = clocksOfApproval(request({ reminders: reminders(3, at(10), null), escalation: escalation(at(30)), dueAt: at(50), onTimeout: 'timeout' }));
    expect([hasClocks(clocks), toCome(clocks)]).toEqual([true, [{ what: 'due', at: Date.parse(at(50)), outcome: null }]]);
    expect(hasClocks(clocksOfApproval(request({ dueAt: at(50) })))).toBe(false);
  });
});
