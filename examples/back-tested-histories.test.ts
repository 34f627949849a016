import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backTesting } from '../engine/core/back-test/back-test.ts';
import { toEnd } from '../engine/core/back-test/to-end.fixture.ts';
import { definitionIds } from '../engine/core/plan-changes.ts';
import { catalogue, compileDefinition, definitionSchema, fromApiEvent, type Plan, recordingSchema } from '../engine/index.ts';

const FOLDER = join(import.meta.dirname, 'histories');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

it.each(FILES)('the recorded run %s goes the same way again under the definition it ended by', (file) => {
  const { runId, definition, later = {}, events, values = {} } = recordingSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
  const compile = (document: unknown): Plan => compileDefinition(definitionSchema.parse(document), catalogue);
  const plan = compile(definition);
  const history = events.map(fromApiEvent);
  const plans = new Map(Object.entries(later).map(([id, document]) => [id, compile(document)]));
  const last = plans.get(definitionIds(history, '').at(-1)!) ?? plan;
  expect(toEnd(backTesting(last, { plan, runId, history, later: plans }, { look: (ref) => values[ref.hash] }))).toEqual({ verdict: 'same', differences: [] });
});
