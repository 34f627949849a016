import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../definition/check.ts';
import type { JsonObject } from '../../definition/json.ts';
import { catalogue } from '../catalogue.ts';

const NAMED = { type: 'object', properties: { name: { type: 'string' }, day: { type: 'string', format: 'date-time' } }, required: ['name'] };
const checked = (params: JsonObject, input?: JsonObject) =>
  checkDefinition({ heddle: 1, name: 'x', ...(input === undefined ? {} : { input }), nodes: [{ id: 'start', type: 'start', params }, { id: 'end', type: 'end' }], edges: [{ id: 'e', source: 'start', target: 'end' }] }, catalogue).findings;
const codes = (params: JsonObject, input?: JsonObject) => checked(params, input).map(({ code, pointer }) => `${code} ${pointer.replace('/nodes/0/params', '')}`);

describe('a start', () => {
  it('may say what starts it, and means by hand when it does not', () => {
    const good: JsonObject[] = [{}, { on: 'manual' }, { on: 'webhook' }, { on: 'schedule', cron: '0 9 * * 1-5', timezone: 'Europe/Berlin' }, { on: 'schedule', every: '1h', timezone: 'Europe/Atlantis' }, { on: 'schedule', every: '5s', overlap: 'cancel', catchUp: '1h', input: { at: '{{ scheduledAt }}' } }];
    for (const params of good) expect(checked(params), JSON.stringify(params)).toEqual([]);
  });
  it.each<[string, JsonObject, string]>([
    ['no time at all', {}, 'schedule_missing /cron'],
    ['two', { cron: '* * * * *', every: '1h' }, 'schedule_both /every'],
    ['a cron expression that cannot be read', { cron: '0 25 * * *' }, 'cron_invalid /cron'],
    ['an interval that is too short', { every: '4s' }, 'every_too_short /every'],
    ['no interval', { every: 'soon' }, 'param_invalid_format /every'],
    ['a zone that is not there', { cron: '0 9 * * *', timezone: 'Europe/Atlantis' }, 'timezone_unknown /timezone'],
    ['an offset, which knows nothing of summer', { cron: '0 9 * * *', timezone: '+02:00' }, 'timezone_unknown /timezone'],
    ['an expression that nobody works out', { every: '1h', input: { a: '{{ now() }}' } }, 'schedule_expression /input'],
    ['an input that is no object', { every: '1h', input: [1] }, 'schedule_input_object /input'],
    ['a policy that is none', { every: '1h', overlap: 'queue' }, 'param_invalid_value /overlap'],
  ])('of a schedule is told of %s', (_, params, finding) => {
    expect(codes({ on: 'schedule', ...params })).toEqual([finding]);
  });
  it('of a schedule is told when the workflow would not take its input', () => {
    expect(codes({ on: 'schedule', every: '1h' }, NAMED)).toEqual(['schedule_input /input']);
    expect(codes({ on: 'schedule', every: '1h', input: { name: 'x', day: '{{ scheduledAt }}' } }, NAMED)).toEqual([]);
  });
  it('of another kind is warned of what a schedule has left behind', () => {
    expect(checked({ on: 'webhook', cron: '0 9 * * *', overlap: 'skip' })).toMatchObject([{ severity: 'warning', code: 'schedule_unused', node: 'start' }]);
  });
  it('of an unknown kind is refused', () => {
    expect(codes({ on: 'mail' })).toEqual(['param_invalid_value /on']);
  });
});
