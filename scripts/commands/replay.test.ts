import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Recording, recordingSchema } from '../../engine/index.ts';
import { run } from './replay.ts';

const HISTORIES = join(import.meta.dirname, '../../examples/histories');
const FILE = join(HISTORIES, readdirSync(HISTORIES).find((name) => name.startsWith('booking-saga.compensated'))!);

let folder: string;
let written: string;
let complained: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-replay-'));
  written = '';
  complained = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((written += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
  vi.stubEnv('HEDDLE_DATA', folder);
  vi.stubEnv('DATABASE_URL', '');
  vi.stubEnv('REDIS_URL', '');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function file(content: string): string {
  const path = join(folder, 'recording.json');
  writeFileSync(path, content);
  return path;
}

describe('npm run replay', () => {
  it('says of a recording that it replays', async () => {
    await run([FILE]);
    expect(written).toMatch(/^Run [0-9a-f-]+: \d+ events, \d+ of them decided again\.\nIt replays\. History sha256 [0-9a-f]{64}\n$/);
    expect(process.exitCode).toBeUndefined();
  });

  it('names the event that diverges, shows both decisions and ends with 1', async () => {
    const recording: Recording = recordingSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
    const at = recording.events.findIndex((event) => event.derived && event.type === 'step.compensated');
    const changed = { ...recording.events[at]!, path: 'elsewhere' };
    recording.events[at] = changed;
    await run([file(JSON.stringify(recording))]);
    expect(written).toContain(`until event ${changed.seq}.\nIt diverges: The core decides something else.`);
    expect(written).toMatch(/the history holds {2}\{.*"path":"elsewhere"/);
    expect(written).toMatch(/the core decides {3}\{.*"path":"book\//);
    expect(process.exitCode).toBe(1);
  });

  it('copies a recording with --save', async () => {
    const copy = join(folder, 'copy.json');
    await run([FILE, '--save', copy]);
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(FILE, 'utf8'));
  });

  it.each([
    [[], /^npm run replay -- <run id \| file>/],
    [['a', 'b'], /^npm run replay -- <run id \| file>/],
    [['--what'], /Unknown option '--what'[\s\S]*npm run replay/],
    [['01a1fefd-0000-7000-8000-000000000000'], /There is no file "01a1fefd-.*", and no Heddle runs on .*Start it with npm start/],
  ])('refuses %j with a sentence', async (args, sentence) => {
    await run(args);
    expect(complained).toMatch(sentence);
    expect(process.exitCode).toBe(2);
  });

  it.each([
    ['no JSON', '{', /holds no JSON/],
    ['another format', '{"format":"other"}', /is no recording of a run: format: .*--save FILE/],
    ['no events', JSON.stringify({ format: 'heddle-recording', version: 1, runId: 'r', definition: {}, events: [] }), /is no recording of a run: events: /],
  ])('refuses a file with %s', async (_name, content, sentence) => {
    await run([file(content)]);
    expect(complained).toMatch(sentence);
    expect(process.exitCode).toBe(2);
  });
});
