import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { checkProperties } from './testing/properties.fixture.ts';

/** `graph`: the seed of a small one that was seen to catch it, tried first. */
type Mutant = { name: string; graph: number; file: string; find: string; replace: string };

/** One protection of the core removed at a time. The property tests must notice each. */
const MUTANTS: readonly Mutant[] = [
  { name: 'dead paths are not eliminated', graph: 6, file: 'decide/joins.ts', find: "return taken + open < need ? 'dead' : 'waiting';", replace: "return 'waiting';" },
  { name: 'a join for all does not wait', graph: 40, file: 'decide/joins.ts', find: "if (node.need === null) return 'waiting';", replace: '' },
  { name: 'a join wants one edge more', graph: 9, file: 'decide/joins.ts', find: 'if (taken >= need)', replace: 'if (taken > need)' },
  { name: 'compensation walks forward', graph: 367, file: 'evolve-saga.ts', find: 'a.closedSeq - b.closedSeq', replace: 'b.closedSeq - a.closedSeq' },
  { name: 'an undo is never taken off the list', graph: 249, file: 'evolve-saga.ts', find: 'compensation.pending.pop()', replace: 'compensation.pending.at(-1)' },
  { name: 'a saga that fails does not walk back', graph: 249, file: 'decide/scope-end.ts', find: "if (closing.cause === 'failure') return true;", replace: "if (closing.cause === 'failure') return false;" },
  { name: 'a step is tried once too often', graph: 139, file: 'decide/tasks.ts', find: 'attempt >= retry.maximumAttempts', replace: 'attempt > retry.maximumAttempts' },
  { name: 'a map runs one iteration too many at once', graph: 128, file: 'decide/containers.ts', find: 'container.live.size < limit', replace: 'container.live.size <= limit' },
  { name: 'a group runs one step too many at once', graph: 105, file: 'decide/settle.ts', find: 'scope.open >= limit', replace: 'scope.open > limit' },
  { name: 'a loop runs once too often', graph: 137, file: 'decide/containers.ts', find: 'index < container.total;', replace: 'index <= container.total;' },
  { name: 'a closing scope starts steps', graph: 303, file: 'decide/settle.ts', find: 'if (scope.closing !== null) return;', replace: '' },
  { name: 'a failure does not close its scope', graph: 103, file: 'decide/failure.ts', find: "closeScope(decider, scopeAt(decider.state, step.scope), 'failure', error);", replace: '' },
  { name: 'a running step is not asked to stop', graph: 7, file: 'decide/closing.ts', find: "{ type: 'task.abort', seq: task, graceUntil }, ", replace: '' },
  { name: 'a cleared timer stays', graph: 33, file: 'decide/waits.ts', find: "if (step.timer !== null) decider.effects.push({ type: 'timer.clear', seq: step.timer });\n    complete", replace: 'complete' },
  { name: 'what came while paused is forgotten', graph: 76, file: 'advance.ts', find: 'for (const earlier of held) react(decider, earlier);', replace: '' },
  { name: 'a retried saga undoes again under the key of what was left', graph: 381, file: 'identity.ts', find: 'scope.compensation?.restart === true', replace: 'false' },
  { name: 'a retry forgets to look at what is ready', graph: 151, file: 'decide/react.ts', find: 'return lookEverywhere(decider);', replace: 'return;' },
  { name: 'a fast-forward does not wait for what it stops', graph: 173, file: 'decide/fast-forward.ts', find: "? 'waiting' : 'ready';", replace: "? 'ready' : 'ready';" },
  { name: 'a fast-forward skips nothing', graph: 343, file: 'decide/fast-forward.ts', find: 'skip(decider, scope, id);', replace: ';' },
  { name: 'the timer of a timeout that stands still stays', graph: 115, file: 'decide/run-timeout.ts', find: "decider.effects.push({ type: 'timer.clear', seq: timer });", replace: '' },
  { name: 'people are reminded once too often', graph: 22, file: 'decide/approvals.ts', find: 'number < most', replace: 'number <= most' },
  { name: 'a group that is cut forgets what was ready', graph: 2, file: 'decide/settle.ts', find: 'void decider.left.nodes.add(path)', replace: 'undefined' },
  { name: 'a group that is cut forgets the next iteration of a map', graph: 128, file: 'decide/containers.ts', find: ': void left.containers.add(step.path)', replace: ': undefined' },
  { name: 'a group that is cut forgets what is still to be undone', graph: 249, file: 'decide/compensation.ts', find: 'return void decider.left.sagas.add(scope.path);', replace: 'return;' },
  { name: 'what is left is not taken up when a pause is lifted', graph: 4, file: 'advance.ts', find: '(state.paused && LIFTS_PAUSE.has(input.type))', replace: 'false' },
  { name: 'a pause leaves the timer that goes on', graph: 4, file: 'decide/record.ts', find: "if (state.rest !== null && state.rest.timer !== null) effects.push({ type: 'timer.clear', seq: state.rest.timer });", replace: '' },
  { name: 'the state depends on more than the history', graph: 21, file: 'decide/tasks.ts', find: '`${step.path}#${decider.state.generation}#${attempt}`', replace: 'String(Math.random())' },
];

const CORE = resolve(import.meta.dirname);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-mutants-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const ENTRY = `export { checkProperties } from ${JSON.stringify(join(CORE, 'testing/properties.fixture.ts'))}; export { catalogue } from ${JSON.stringify(join(CORE, '../nodes/catalogue.ts'))};`;

async function built(mutant: Mutant | null): Promise<(from: number, count: number) => string[]> {
  let found = false;
  const outfile = join(folder, `${mutant === null ? 'sound' : MUTANTS.indexOf(mutant)}.mjs`);
  await build({
    stdin: { contents: ENTRY, resolveDir: CORE, loader: 'ts' },
    bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'silent',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [
      {
        name: 'mutate',
        setup(builder) {
          builder.onLoad({ filter: /engine\/core\/.*\.ts$/ }, async ({ path }) => {
            const source = await readFile(path, 'utf8');
            if (mutant === null || path !== join(CORE, mutant.file)) return { contents: source, loader: 'ts' };
            found = source.includes(mutant.find);
            return { contents: source.replaceAll(mutant.find, mutant.replace), loader: 'ts' };
          });
        },
      },
    ],
  });
  if (mutant !== null && !found) throw new Error(`The source of ${mutant.file} no longer holds: ${mutant.find}`);
  const core = (await import(pathToFileURL(outfile).href)) as { checkProperties: typeof checkProperties; catalogue: Parameters<typeof checkProperties>[0] };
  return (from, count) => core.checkProperties(core.catalogue, { from, count }, true).violations;
}

test('the sound core keeps the properties when it is built the same way, on the graphs that catch the others too', { timeout: 60_000 }, async () => {
  const violations = await built(null);
  expect(violations(1, 60)).toEqual([]);
  for (const graph of new Set(MUTANTS.map((mutant) => mutant.graph))) expect(violations(graph, 1)).toEqual([]);
});

for (const mutant of MUTANTS) {
  test(`a core in which ${mutant.name} is caught`, { timeout: 60_000 }, async () => {
    const violations = await built(mutant);
    // When graphs are generated otherwise, that one is another: then whichever of these catches it first.
    const known = violations(mutant.graph, 1);
    expect(known.length > 0 ? known : violations(1, 400)).not.toEqual([]);
  });
}
