import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../definition/json.ts';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';
import type { ApprovalRow, ListChange } from './engine.ts';

let t: EngineUnderTest;
const heard: ListChange[] = [];
let unwatch = (): void => {};
beforeAll(async () => {
  t = await engineUnderTest();
  unwatch = t.engine.watchLists((change) => heard.push(change));
});
afterAll(async () => {
  unwatch();
  expect(await t.violations()).toEqual([]);
  await t.close();
});

async function asked(params: JsonObject): Promise<ApprovalRow> {
  const { run } = await t.engine.startRun({ definition: definition('reminds', [node('start', 'start'), node('ask', 'approval', { title: 'Well?', assignees: ['anna', 'ben'], ...params }), node('end', 'end', { output: '{{ nodes.ask.output.by }}' })], edges('start > ask:approved > end')) });
  return (await t.engine.listApprovals({ runId: run.id }, {})).items[0]!;
}
const row = async ({ id }: ApprovalRow): Promise<ApprovalRow> => (await t.engine.readApproval(id))!;
const found = async ({ runId }: ApprovalRow, ...assignees: string[]): Promise<number> => (await t.engine.listApprovals({ runId, assignees }, {})).items.length;
const toldOf = ({ id }: ApprovalRow) => heard.flatMap((change) => (change.type === 'approval' && change.id === id && change.told !== undefined ? [change.told] : []));

describe('a request that nobody decides', () => {
  it('is reminded of and goes to others, on two workers each once, and its row and every open page say so', async () => {
    const request = await asked({ remindAfter: '300ms', remindTimes: 1, escalateAfter: '900ms', escalateTo: ['head'], escalateMode: 'replace' });
    expect(request).toMatchObject({ reminders: { given: 0, most: 1, lastAt: null, nextAt: request.openedAt + 300 }, escalation: { to: ['head'], mode: 'replace', afterMs: 900, escalatedAt: null }, assignees: ['anna', 'ben'] });
    expect([await found(request, 'anna'), await found(request, 'head')]).toEqual([1, 0]);
    await until('they are reminded', async () => ((await row(request)).reminders?.given === 1 ? true : undefined));
    const after = await until('it escalates', async () => {
      const now = await row(request);
      return now.escalation?.escalatedAt == null ? undefined : now;
    });
    expect(after).toMatchObject({ status: 'open', assignees: ['head'], reminders: { given: 1, nextAt: null } });
    expect([await found(request, 'anna', 'ben'), await found(request, 'head')]).toEqual([0, 1]);
    await until('open pages are told of both', async () => (toldOf(request).length === 2 ? true : undefined));
    // On a slow machine both come in one commit.
    expect(toldOf(request).sort()).toEqual(['escalated', 'reminded']);
    expect(await t.engine.decideApproval(request.id, { outcome: 'approved', by: 'head' })).toMatchObject({ accepted: true });
    expect(await t.engine.waitForEnd(request.runId, 5_000)).toMatchObject({ status: 'completed', output: 'head' });
    const types = (await t.engine.readEvents(request.runId, 0, 100)).map(({ type }) => type).filter((type) => type.startsWith('approval.'));
    expect(types).toEqual(['approval.reminded', 'approval.escalated', 'approval.decided']);
    expect(await t.engine.replayRun(request.runId)).toMatchObject({ ok: true });
  });

  it('has its form as it was written, alone and in the list', async () => {
    const form = { type: 'object', properties: { reason: { type: 'string' }, amount: { title: 'EUR', type: 'number' } } };
    const request = await asked({ form });
    expect(JSON.stringify(request.form)).toBe(JSON.stringify(form));
    expect(JSON.stringify((await row(request)).form)).toBe(JSON.stringify(form));
    await t.engine.submit(request.runId, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
  });

  it('keeps in a fork what it was reminded of, and rings when the fork says', async () => {
    const request = await asked({ remindAfter: '200ms', remindTimes: 2, remindEvery: '1h', escalateAfter: '600ms', escalateTo: ['head'] });
    await until('they are reminded', async () => ((await row(request)).reminders?.given === 1 ? true : undefined));
    const cut = (await t.engine.readEvents(request.runId, 0, 100)).find(({ type }) => type === 'approval.reminded')!.seq;
    const made = await t.engine.forkRun(request.runId, { event: cut, mode: 'fork' });
    const forked = (await t.engine.listApprovals({ runId: made.forked ? made.run.id : 'none' }, {})).items[0]!;
    expect(forked).toMatchObject({ seq: request.seq, reminders: { given: 1, most: 2 }, escalation: { escalatedAt: null } });
    expect(forked.openedAt).toBeGreaterThan(request.openedAt);
    await until('the fork escalates', async () => ((await row(forked)).escalation?.escalatedAt == null ? undefined : true));
    expect((await row(forked)).assignees).toEqual(['anna', 'ben', 'head']);
    for (const { runId } of [request, forked]) await t.engine.submit(runId, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
  });

  it('that is decided before has no timer left', async () => {
    const request = await asked({ due: '2d', remindAfter: '1h', escalateAfter: '1d', escalateTo: ['head'] });
    const timers = async () => (await t.database.query('SELECT purpose FROM timers WHERE run_id = $1', [request.runId])).rows.map(({ purpose }) => purpose);
    expect(await timers()).toEqual(['approval-reminder']);
    await t.engine.decideApproval(request.id, { outcome: 'approved', by: 'anna' });
    expect([await timers(), (await row(request)).status]).toEqual([[], 'decided']);
  });
});
