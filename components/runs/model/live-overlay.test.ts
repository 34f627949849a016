import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RunOverlay } from '@/components/canvas/overlay.ts';
import type { StepFrames } from '@/components/data/frame-store.ts';
import { emptyLiveRun, foldBatch } from '@/components/data/live-run.ts';
import { catalogue, definitionSchema, fromApiEvent, recordingSchema } from '@/engine/index.ts';
import { LiveOverlay } from './live-overlay.ts';
import { overlayOf } from './overlay-of.ts';
import { viewPlanOf } from './view-plan.ts';

const HISTORIES = new URL('../../../examples/histories/', import.meta.url);
const read = (name: string) => {
  const recording = recordingSchema.parse(JSON.parse(readFileSync(new URL(name, HISTORIES), 'utf8')));
  const definition = definitionSchema.parse(recording.definition);
  return { runId: recording.runId, definition, plan: viewPlanOf(definition, catalogue), events: recording.events.map(fromApiEvent) };
};

describe('the overlay of a live run', () => {
  it.each(readdirSync(HISTORIES).filter((name) => name.endsWith('.json')))('follows %s as if it were made anew each time', (name) => {
    const { runId, definition, plan, events } = read(name);
    const following = new LiveOverlay(definition, plan);
    const overlay = new RunOverlay();
    const focus = {};
    let live = emptyLiveRun(runId);
    for (let from = 0, size = 1; from < events.length; from += size, size = (size % 5) + 1) {
      live = foldBatch(live, events.slice(from, from + size));
      const now = live.state.at + (from % 3) * 60_000;
      const changes = following.follow({ state: live.state, events: live.events, focus, now, frames: {} });
      overlay.hold(changes.nodes, changes.edges, changes.whole);
      const { nodes, edges } = overlayOf({ definition, plan, state: live.state, focus, now, frames: {}, live: true });
      expect(Object.fromEntries([...nodes.keys()].map((id) => [id, overlay.nodes.get(id)]))).toEqual(Object.fromEntries(nodes));
      expect(Object.fromEntries([...edges.keys()].map((id) => [id, overlay.edges.get(id)]))).toEqual(Object.fromEntries(edges));
    }
  });
  it('tells what a step is saying without an event', () => {
    const { runId, definition, plan, events } = read(readdirSync(HISTORIES).find((name) => name.startsWith('company-strategy-analysis.completed'))!);
    const scheduled = events.findIndex((event) => event.type === 'step.scheduled');
    const { path, attempt } = events[scheduled] as { path: string; attempt: number };
    const live = foldBatch(emptyLiveRun(runId), events.slice(0, scheduled + 1));
    const following = new LiveOverlay(definition, plan);
    const focus = {};
    const told = (frames: Record<string, StepFrames>) => following.follow({ state: live.state, events: live.events, focus, now: live.state.at, frames });
    told({});
    const said = { [path]: { attempt, text: 'Dear all', lines: [], progress: null } };
    const node = live.state.steps.get(path)!.node;
    expect([...told(said).nodes].map(([id, { words }]) => [id, words])).toEqual([[node, 'Dear all']]);
    expect(told(said).nodes.size).toBe(0);
  });
});
