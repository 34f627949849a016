import { describe, expect, it } from 'vitest';
import { type DrawnTrigger, foreignExpression, type KeptTrigger, scheduledInput, scheduleRule, triggerChanges, triggersOf } from './triggers.ts';
import type { JsonObject } from './json.ts';
import type { NodeDefinition } from './schema.ts';

const start = (id: string, params: JsonObject, more: Partial<NodeDefinition> = {}): NodeDefinition => ({ id, type: 'start', typeVersion: 1, name: id, position: { x: 0, y: 0 }, params, ...more });

describe('the triggers of a definition', () => {
  it('are its start nodes with a schedule or a webhook; one without `on` is for people and programs', () => {
    const nodes = [start('a', {}), start('b', { on: 'manual' }), start('c', { on: 'webhook' }, { name: 'Orders' }), start('d', { on: 'schedule', every: '15m' }), start('off', { on: 'webhook' }, { disabled: true })];
    expect(triggersOf({ nodes })).toEqual([
      { node: 'c', name: 'Orders', kind: 'webhook', rule: null },
      { node: 'd', name: 'd', kind: 'schedule', rule: { cron: null, everyMs: 900_000, timezone: 'UTC', overlap: 'skip', catchUpMs: null } },
    ]);
  });
  it('have no rule when it says both, neither or something too short', () => {
    const none: JsonObject[] = [{}, { cron: '', every: '' }, { cron: '* * * * *', every: '1h' }, { every: '4s' }];
    for (const params of none) expect(scheduleRule(params)).toBeNull();
    expect(scheduleRule({ cron: ' 0 9 * * * ', timezone: 'Asia/Tokyo', overlap: 'cancel', catchUp: '6h' })).toEqual({ cron: '0 9 * * *', everyMs: null, timezone: 'Asia/Tokyo', overlap: 'cancel', catchUpMs: 21_600_000 });
  });
});

describe('the triggers after a publication', () => {
  const rule = { cron: '0 9 * * *', everyMs: null, timezone: 'UTC', overlap: 'skip', catchUpMs: null } as const;
  const daily: DrawnTrigger = { node: 'a', name: 'Daily', kind: 'schedule', rule };
  const hook: DrawnTrigger = { node: 'b', name: 'Orders', kind: 'webhook', rule: null };
  const kept: KeptTrigger[] = [{ id: 't1', ...daily }, { id: 't2', ...hook }];

  it('stay as they are where they are drawn as before, in whatever order the rule was stored', () => {
    expect(triggerChanges([{ ...kept[0]!, rule: Object.fromEntries(Object.entries(rule).reverse()) }, kept[1]!], [hook, daily])).toEqual([]);
  });
  it('are added, named anew, and begin anew with another rule', () => {
    expect(triggerChanges([], [daily])).toEqual([{ type: 'add', drawn: daily }]);
    expect(triggerChanges(kept, [daily, { ...hook, name: 'Bills' }])).toEqual([{ type: 'rename', id: 't2', name: 'Bills' }]);
    const hourly = { ...rule, cron: '0 * * * *' };
    expect(triggerChanges(kept, [{ ...daily, rule: hourly }, hook])).toEqual([{ type: 'reschedule', id: 't1', name: 'Daily', rule: hourly }]);
  });
  it('go before another of the same node comes', () => {
    const turned: DrawnTrigger = { ...hook, node: 'a' };
    expect(triggerChanges(kept, [turned])).toEqual([{ type: 'remove', id: 't1' }, { type: 'remove', id: 't2' }, { type: 'add', drawn: turned }]);
  });
});

describe('the input of a schedule', () => {
  const at = '2026-11-23T09:00:00.000Z';
  it('is what was written, with the instant where it is asked for, at any depth', () => {
    expect(scheduledInput({ day: '{{ scheduledAt }}', deep: [{ from: 'at {{scheduledAt}}!' }], n: 1, none: null }, at)).toEqual({ day: at, deep: [{ from: `at ${at}!` }], n: 1, none: null });
    expect(scheduledInput(undefined, at)).toEqual({});
  });
  it('asks for nothing else', () => {
    expect(foreignExpression({ a: '{{ scheduledAt }}' })).toBeNull();
    expect(foreignExpression({ a: ['{{ now() }}'] })).toBe('{{ now() }}');
    expect(foreignExpression(undefined)).toBeNull();
  });
});
