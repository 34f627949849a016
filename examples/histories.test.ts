import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, type Recording, recordingSchema, replayRecording } from '../engine/index.ts';
import { loadExamples } from './index.ts';

/**
 * Runs of every example, recorded once by the version of the engine that was then. Every later version must decide them
 * the same. A file is never recorded anew: its name carries the beginning of its own hash.
 */
const FOLDER = join(import.meta.dirname, 'histories');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

const read = (file: string): Recording => recordingSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));

describe.each(FILES)('the recorded history %s', (file) => {
  it('is the one that was recorded', () => {
    const hash = createHash('sha256').update(readFileSync(join(FOLDER, file))).digest('hex');
    expect(file).toMatch(/^[a-z-]+\.[a-z0-9-]+\.[0-9a-f]{12}\.json$/);
    expect(file.split('.')[2]).toBe(hash.slice(0, 12));
  });

  it('replays', () => {
    const recording = read(file);
    const report = replayRecording(recording, catalogue);
    expect(report.divergence).toBeUndefined();
    expect(report).toMatchObject({ ok: true, events: recording.events.length });
  });

  it('does not replay when a decision in it is another', () => {
    const recording = read(file);
    const at = recording.events.findLastIndex((event) => event.derived);
    recording.events[at] = { ...recording.events[at]!, at: new Date(Date.parse(recording.events[at]!.at) + 1).toISOString() };
    expect(replayRecording(recording, catalogue)).toMatchObject({ ok: false, divergence: { seq: recording.events[at].seq } });
  });
});

describe('the recorded histories', () => {
  it('hold every example', async () => {
    const recorded = new Set(FILES.map((file) => file.split('.')[0]));
    expect((await loadExamples()).map(({ slug }) => slug).filter((slug) => !recorded.has(slug))).toEqual([]);
  });

  it('hold every end a run can come to, and what happens on the way', () => {
    const types = new Set<string>(FILES.flatMap((file) => read(file).events.map(({ type }) => type)));
    const wanted = [
      'run.completed', 'run.failed', 'run.cancelled', 'run.terminated', 'run.paused', 'run.resumed', 'step.completed', 'step.failed', 'step.skipped', 'step.compensated',
      'attempt.failed', 'timer.fired', 'approval.decided', 'agent.recorded', 'child.closed', 'run.forked', 'run.migrated', 'run.retried',
      'run.overridden', 'run.fast_forwarded', 'iteration.skipped', 'update.received', 'update.applied',
    ];
    expect(wanted.filter((type) => !types.has(type))).toEqual([]);
  });
});
