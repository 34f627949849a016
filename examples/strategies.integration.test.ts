import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../engine/definition/json.ts';
import type { RunRow } from '../engine/ports/views.ts';
import { until } from '../engine/testing/until.ts';
import { type Systems, systemsUnderTest } from './systems.fixture.ts';

/** Four ways in which agents work together, on real servers and with the model that answers when there is no other. */

let systems: Systems;

beforeAll(async () => {
  systems = await systemsUnderTest();
});
afterAll(() => systems.close());

type Step = { type: string; path: string };

async function stepsOf(row: RunRow): Promise<Step[]> {
  const events = await systems.t.engine.readEvents(row.id, 0, 5_000);
  return events.flatMap((event) => ('path' in event && typeof event.path === 'string' && event.type.startsWith('step.') ? [{ type: event.type, path: event.path }] : []));
}

/** How many steps under a path were open at the same time, at most. */
function mostAtOnce(steps: readonly Step[], path: RegExp): number {
  const open = new Set<string>();
  let most = 0;
  for (const step of steps) {
    if (!path.test(step.path)) continue;
    if (step.type === 'step.scheduled') open.add(step.path);
    else open.delete(step.path);
    most = Math.max(most, open.size);
  }
  return most;
}

async function attemptOf(row: RunRow, path: string): Promise<number | undefined> {
  return (await systems.t.engine.viewState(row.id)).steps.get(path)?.attempt;
}

/** What the model was told for a step. */
async function promptOf(row: RunRow, path: string): Promise<string> {
  const input = await systems.t.engine.resolveStepInput(row.id, path);
  return 'params' in input ? String(input.params.prompt) : input.error.message;
}

const error = (times: number, service = 'library') => ({ fault: { service, mode: 'error', times } });

describe('agents in a graph', () => {
  type Answer = { answer: string; points: string[]; levels: number[][]; dropped: JsonObject[]; offline: boolean; results: { number: number; level: number; after: number[]; task: string; result: string }[] };

  it('do the sub-tasks level by level, each after those it needs, and put the results together', async () => {
    const row = await systems.run('strategy-dag');
    expect(row).toMatchObject({ status: 'completed', output: { levels: [[1, 2], [3, 4], [5]], dropped: [], offline: true } });
    const { results, answer, points } = row.output as Answer;
    expect(results.map(({ number, level, after }) => [number, level, after])).toEqual([[1, 1, []], [2, 1, []], [3, 2, [1]], [4, 2, [1, 2]], [5, 3, [3, 4]]]);
    expect(new Set(results.map(({ result }) => result)).size, 'each has a result of its own').toBe(5);
    expect([answer, ...points].every((text) => text.length > 20)).toBe(true);

    const steps = await stepsOf(row);
    const at = (type: string, path: string) => steps.findIndex((step) => step.type === type && step.path === path);
    expect(at('step.completed', 'levels[0]/level')).toBeLessThan(at('step.scheduled', 'levels[1]/level[0]/lookUp'));
    expect(await promptOf(row, 'levels[1]/level[0]/work')).toContain(results[0]!.result);
    expect(await promptOf(row, 'levels[1]/level[0]/work')).not.toContain(results[1]!.result);
  });

  it.each([1, 2, 12])('do as many sub-tasks of a level at a time as they may: %d', async (atOnce) => {
    const row = await systems.run('strategy-dag', { atOnce, task: 'Pack:\n1. The plates.\n2. The books.\n3. The lamps.\n4. The rest.' });
    expect((row.output as Answer).levels).toEqual([[1, 2, 3, 4]]);
    expect(mostAtOnce(await stepsOf(row), /^levels\[0\]\/level\[\d\]\//)).toBe(Math.min(atOnce, 4));
  });

  it('come to an end when sub-tasks wait for each other, for themselves, or for what is not there', async () => {
    const row = await systems.run('strategy-dag', { task: 'Move:\n1. Pack, after 3.\n2. Find a van, after 2 and 9.\n3. Sort, after 1.' });
    expect(row).toMatchObject({ status: 'completed', output: { levels: [[2], [1], [3]], dropped: [{ task: 2, after: 2 }, { task: 2, after: 9 }, { task: 1, after: 3 }] } });
    const follows = await systems.run('strategy-dag', { task: 'Move:\n1. Pack, after 2.\n2. Find a van, after 3.\n3. Sort, after 2.' });
    expect(follows, 'what only follows a circle keeps its place behind it').toMatchObject({ status: 'completed', output: { levels: [[2], [1, 3]], dropped: [{ task: 2, after: 3 }] } });
  });

  it('try each look-up again by itself, and fail with one that is refused for good', async () => {
    const row = await systems.run('strategy-dag', { atOnce: 1, ...error(2) });
    expect(row.status).toBe('completed');
    expect([await attemptOf(row, 'levels[0]/level[0]/lookUp'), await attemptOf(row, 'levels[0]/level[1]/lookUp')]).toEqual([3, 1]);
    expect((await systems.run('strategy-dag', { fault: { service: 'library', mode: 'refuse', times: 1 } })).status).toBe('failed');
  });
});

describe('research in rounds', () => {
  type Answer = { status: string; report: string; points: string[]; rounds: number; gaps: string[]; offline: boolean; findings: { round: number; question: string; finding: string; open: string[]; sources: string[] }[] };
  const LOST = 'What becomes of the weavers';

  it('closes the gaps of the first round in a second, and keeps what was found before', async () => {
    const row = await systems.run('strategy-research');
    expect(row).toMatchObject({ status: 'completed', output: { status: 'answered', rounds: 2, gaps: [], offline: true } });
    const { findings, report } = row.output as Answer;
    const [first, second] = [findings.filter(({ round }) => round === 1), findings.filter(({ round }) => round === 2)];
    expect(first).toHaveLength(3);
    expect(second.map(({ question }) => question)).toEqual(first.flatMap(({ open }) => open));
    expect(second.length).toBeGreaterThan(0);
    expect(report.length).toBeGreaterThan(20);
    expect(mostAtOnce(await stepsOf(row), /^rounds\[0\]\/researchers\[\d\]\//)).toBe(3);
  });

  it('ends at its last round with the gaps that are left, and asks nothing twice', async () => {
    const row = await systems.run('strategy-research', { rounds: 3, aspects: '- The future of weaving\n- Rumours about Helix Fabrics' });
    const { findings, gaps, rounds, status } = row.output as Answer;
    expect({ rounds, status, found: findings.length, gaps: gaps.length }).toEqual({ rounds: 3, status: 'gaps-left', found: 6, gaps: 2 });
    const asked = findings.map(({ question }) => question);
    expect(new Set([...asked, ...gaps]).size).toBe(8);
    expect((await systems.run('strategy-research', { rounds: 1 })).output).toMatchObject({ rounds: 1, status: 'gaps-left' });
  });

  it('has no more researchers at work than it may', async () => {
    expect(mostAtOnce(await stepsOf(await systems.run('strategy-research', { atOnce: 1 })), /\/researchers\[\d\]\//)).toBe(1);
  });

  it('tries each look-up again by itself', async () => {
    const row = await systems.run('strategy-research', error(2, `library ${LOST}`));
    expect(row.output).toMatchObject({ status: 'answered', rounds: 2 });
    expect(await Promise.all([0, 1, 2].map((index) => attemptOf(row, `rounds[0]/researchers[${index}]/lookUp`)))).toEqual([1, 1, 3]);
  });

  it('asks again in the next round what was lost, and loses nothing else', async () => {
    const row = await systems.run('strategy-research', { fault: { service: `library ${LOST}`, mode: 'refuse', times: 1 } });
    const { findings } = row.output as Answer;
    expect(row.output).toMatchObject({ status: 'answered', rounds: 2 });
    expect(findings.filter(({ round }) => round === 1)).toHaveLength(2);
    expect(findings.find(({ question }) => question === LOST)).toMatchObject({ round: 2 });
  });

  it('reports that it found nothing when nobody answers', async () => {
    const row = await systems.run('strategy-research', { rounds: 2, fault: { service: 'library', mode: 'refuse' } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'gaps-left', rounds: 2, findings: [], report: 'Nothing has been found.' } });
    expect((row.output as Answer).gaps).toContain(LOST);
  });
});

describe('a supervisor', () => {
  type Note = { turn: number; agent: string; ask: string; answered: boolean; answer: string };
  const askedIn = (row: RunRow) => (row.output as { notes: Note[] }).notes.map(({ agent, answered }) => `${agent}${answered ? '' : ' in vain'}`);

  it('asks the researcher, the critic and the writer, each knowing what was noted, and is done', async () => {
    const row = await systems.run('strategy-supervisor');
    expect(row).toMatchObject({ status: 'completed', output: { status: 'done', offline: true } });
    expect(askedIn(row)).toEqual(['researcher', 'critic', 'writer']);
    const { notes } = row.output as { notes: Note[] };
    expect(new Set(notes.map(({ ask }) => ask)).size, 'each is asked for something else').toBe(3);
    expect(await promptOf(row, 'turns[1]/decide')).toContain(notes[0]!.answer);
    expect(await promptOf(row, 'turns[2]/write')).toContain(notes[1]!.answer);
    const state = await systems.t.engine.viewState(row.id);
    expect(state.steps.get('turns')?.output).toMatchObject({ next: 'done' });
    expect((await stepsOf(row)).filter(({ type, path }) => type === 'step.completed' && /\/(research|criticise|write)$/.test(path)).map(({ path }) => path)).toEqual(['turns[0]/research', 'turns[1]/criticise', 'turns[2]/write']);
  });

  it('answers from what it has when its turns are over', async () => {
    const row = await systems.run('strategy-supervisor', { turns: 2 });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'out-of-turns', answer: expect.stringMatching(/.{20}/) as string } });
    expect(askedIn(row)).toEqual(['researcher', 'critic']);
  });

  it('waits for a search that is tried again', async () => {
    const row = await systems.run('strategy-supervisor', error(2));
    expect(askedIn(row)).toEqual(['researcher', 'critic', 'writer']);
    expect(await attemptOf(row, 'turns[0]/lookUp')).toBe(3);
  });

  it('goes on with an agent that was given other parameters between two turns', async () => {
    const row = await systems.begin('strategy-supervisor', { fault: { service: 'library', mode: 'slow', times: 1, delayMs: 1_500 } });
    await until('the researcher looks something up', async () => (await systems.t.engine.viewState(row.id)).steps.get('turns[0]/lookUp')?.status === 'scheduled');
    await systems.t.engine.overrideNode(row.id, { node: 'write', params: { prompt: 'Say only this:\nThe owners want no long texts at all.' }, reason: null, by: 'Grace' });
    expect((await systems.ended(row)).output).toMatchObject({ status: 'done', notes: [{ agent: 'researcher' }, { agent: 'critic' }, { agent: 'writer', answer: 'The owners want no long texts at all.' }] });
  });

  it('decides again, from a turn on, in a fork', async () => {
    const row = await systems.run('strategy-supervisor');
    const answer = await systems.t.engine.forkRun(row.id, { mode: 'fork', step: 'turns[1]/decide', edits: { outputs: { 'turns[1]/decide': { value: { next: 'writer', ask: 'Write it down at once.' }, offline: false } } }, reason: null, by: 'Grace' });
    if (!answer.forked) throw new Error(answer.refusal.message);
    expect(askedIn(await systems.ended(answer.run))).toEqual(['researcher', 'writer', 'critic']);
  });

  it('notes who has no answer, and decides again', async () => {
    expect(askedIn(await systems.run('strategy-supervisor', { fault: { service: 'library', mode: 'refuse', times: 1 } }))).toEqual(['researcher in vain', 'researcher', 'critic', 'writer']);
    const row = await systems.run('strategy-supervisor', { turns: 4, fault: { service: 'library against', mode: 'refuse' } });
    expect(row.output).toMatchObject({ status: 'out-of-turns' });
    expect(askedIn(row)).toEqual(['researcher', 'critic in vain', 'critic in vain', 'critic in vain']);
  });

  it('says that nothing was found when nothing can be looked up', async () => {
    const row = await systems.run('strategy-supervisor', { turns: 3, fault: { service: 'library', mode: 'refuse' } });
    expect(row).toMatchObject({ status: 'completed', output: { status: 'out-of-turns', answer: 'Nothing has been found.', points: ['Nothing has been found.'] } });
    expect(askedIn(row)).toEqual(['researcher in vain', 'researcher in vain', 'researcher in vain']);
  });
});

describe('a debate', () => {
  type Answer = { winner: string; reason: string; offline: boolean; rounds: { round: number; for: string; against: string }[] };

  it('lets both sides speak at once, each knowing what the other said before, and ends with a decision', async () => {
    const row = await systems.run('strategy-debate');
    expect(row).toMatchObject({ status: 'completed', output: { winner: expect.stringMatching(/^(in favour|against)$/) as string, offline: true } });
    const { rounds, winner, reason } = row.output as Answer;
    expect(rounds.map(({ round }) => round)).toEqual([1, 2, 3]);
    expect(new Set(rounds.flatMap((round) => [round.for, round.against])).size, 'nothing is said twice').toBe(6);
    expect(reason.toLowerCase()).toContain(winner);
    for (const round of [1, 2]) {
      expect(await promptOf(row, `rounds[${round}]/argueFor`)).toContain(rounds[round - 1]!.against);
      expect(await promptOf(row, `rounds[${round}]/argueAgainst`)).toContain(rounds[round - 1]!.for);
    }
    expect(await promptOf(row, 'rounds[0]/argueFor')).toContain('nothing yet');
    expect(mostAtOnce(await stepsOf(row), /^rounds\[0\]\//)).toBe(2);
  });

  it.each([1, 5])('goes through %d rounds when it is told to', async (rounds) => {
    const { output } = await systems.run('strategy-debate', { rounds });
    expect((output as Answer).rounds).toHaveLength(rounds);
  });

  it('comes to another decision about another motion', async () => {
    const winners = await Promise.all(['Northwind Looms should open a shop in Porto.', 'Schools should teach weaving.'].map(async (motion) => (await systems.run('strategy-debate', { motion })).output as Answer));
    expect(winners.map(({ winner }) => winner)).toEqual(['in favour', 'against']);
  });

  it('waits for the side whose evidence has to be asked for again', async () => {
    const row = await systems.run('strategy-debate', { rounds: 2, ...error(2, 'library against') });
    expect(row.status).toBe('completed');
    expect([await attemptOf(row, 'rounds[0]/evidenceAgainst'), await attemptOf(row, 'rounds[0]/evidenceFor'), await attemptOf(row, 'rounds[1]/evidenceAgainst')]).toEqual([3, 1, 1]);
  });
});
