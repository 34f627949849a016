import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { catalogue, canonicalJson, type Definition, type Json, type Recording, recordingOf, recordingSchema, refsIn, replayRecording, type RunEvent } from '../../engine/index.ts';
import { createEngine, type Engine, EngineError } from '../../engine/server.ts';
import { readConfiguration } from '../supervisor/configuration.ts';
import { readRunning } from '../supervisor/data-files.ts';

const USAGE = `npm run replay -- <run id | file>
  Decides the history of a run again and says at which event the core differs.
  --save FILE   write the run to a file that replays without a server`;
const PAGE = 1_000;

/** `npm run replay`: ends with 0 when the core decides what the history holds, 1 when it does not, 2 when there is nothing to replay. */
export async function run(args: string[]): Promise<void> {
  try {
    const { subject, save } = readArguments(args);
    const recording = existsSync(subject) ? readFile(subject) : await readRun(subject);
    if (save !== null) {
      writeFileSync(save, `${JSON.stringify(recording)}\n`);
      process.stdout.write(`Written to ${save}\n`);
    }
    const report = replayRecording(recording, catalogue);
    const what = `Run ${recording.runId}: ${report.events} events, ${report.decisions} of them decided again`;
    if (report.divergence === undefined) {
      process.stdout.write(`${what}.\nIt replays. History sha256 ${report.hash}\n`);
      return;
    }
    const { seq, message, expected, actual } = report.divergence;
    process.stdout.write(`${what} until event ${seq}.\nIt diverges: ${message}\n  the history holds  ${shown(expected)}\n  the core decides   ${shown(actual)}\n`);
    process.exitCode = 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}

function readArguments(args: string[]): { subject: string; save: string | null } {
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { save: { type: 'string' } } });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
  const [subject, ...more] = parsed.positionals;
  if (subject === undefined || more.length > 0) throw new Error(USAGE);
  return { subject, save: parsed.values.save ?? null };
}

function readFile(file: string): Recording {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} holds no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const parsed = recordingSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0]!;
  throw new Error(`${file} is no recording of a run: ${first.path.join('.') || 'the whole'}: ${first.message}. Make one with npm run replay -- <run id> --save FILE.`);
}

/** From the servers that the environment names, or from those of the `npm start` on this data directory. */
async function readRun(runId: string): Promise<Recording> {
  const configuration = readConfiguration(process.env);
  const running = readRunning(configuration.dataDir);
  const databaseUrl = configuration.databaseUrl ?? running?.databaseUrl;
  const redisUrl = configuration.redisUrl ?? running?.redisUrl;
  if (databaseUrl === undefined || redisUrl === undefined) throw new Error(`There is no file "${runId}", and no Heddle runs on ${configuration.dataDir} where a run could be looked up. Start it with npm start, or set DATABASE_URL and REDIS_URL.`);
  const engine = await createEngine({ databaseUrl, redisUrl });
  try {
    const history = await wholeHistory(engine, runId);
    const [[, first], ...later] = (await engine.definitionsOf(runId, history)) as [[string, Definition], ...[string, Definition][]];
    return recordingOf(runId, first, history, Object.fromEntries(later), await largeValues(engine, runId, history));
  } catch (error) {
    if (error instanceof EngineError && error.code === 'run_not_found') throw new Error(`There is neither a file nor a run "${runId}".`, { cause: error });
    throw error;
  } finally {
    await engine.close();
  }
}

/** Whatever the history refers to, so that the file holds everything. */
async function largeValues(engine: Engine, runId: string, history: readonly RunEvent[]): Promise<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const event of history) {
    if (event.refs !== true) continue;
    for (const { hash } of refsIn(event.data)) {
      if (hash in values) continue;
      const text = await engine.readLargeValue(runId, hash);
      if (text === null) throw new Error(`The run does not have the large value ${hash} that its event ${event.seq} names.`);
      values[hash] = JSON.parse(text) as Json;
    }
  }
  return values;
}

async function wholeHistory(engine: Engine, runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for (;;) {
    const page = await engine.readEvents(runId, events.at(-1)?.seq ?? 0, PAGE);
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}

function shown(event: Json): string {
  return event === null ? 'nothing' : canonicalJson(event);
}
