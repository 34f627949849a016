import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { sendSignalSchema, signalSchema, RunInput, Json, Plan } from '@/engine/index.ts';
import type { Engine } from '@/engine/server.ts';
import { problemOfRefusal } from './engine-problems.ts';
import { checkPayload, checkedInput } from './input.ts';
import { ProblemError } from './problem-error.ts';
import type { Server } from './server.ts';
import { resolveVersion } from './start-run.ts';
import { workflowNotFound } from './workflow-views.ts';

type Signal = z.infer<typeof signalSchema>;
export type Signalled = { runId: string; accepted: boolean; started: boolean };

/** Hands a signal to a run. @throws ProblemError unknown_signal, invalid_payload, too_many_signals, run_over; EngineError */
export async function signalRun(engine: Engine, runId: string, name: string, signal: Signal): Promise<Signalled> {
  const payload: Json = signal.payload ?? null;
  requireSignal(await engine.planOfRun(runId), name, payload);
  const input: RunInput = {
    type: 'signal.received',
    id: signal.id === undefined ? `signal:${randomUUID()}` : `signal:client:${signal.id}`,
    data: { name, payload, clientId: signal.id ?? null, by: signal.by ?? null },
  };
  const answer = await engine.submit(runId, input);
  if (!answer.accepted) {
    const problem = problemOfRefusal(answer.refusal);
    if (problem !== null) throw problem;
  }
  return { runId, accepted: answer.accepted, started: false };
}

/** Signals the open run of a workflow that has `key`; starts one when there is none and the caller asks for it. */
export async function signalByKey(server: Server, idOrSlug: string, name: string, request: z.infer<typeof sendSignalSchema>): Promise<Signalled> {
  const row = await server.workflows.findRow(idOrSlug);
  if (row === null) throw workflowNotFound(idOrSlug);
  const { key, start, input: runInput, ...signal } = request;
  const found = await server.engine.findRunByKey(row.id, key);
  if (found !== null) {
    try {
      return await signalRun(server.engine, found.id, name, signal);
    } catch (error) {
      // It may have ended between the look and the signal; then there is none, as below.
      if (!(start === true && error instanceof ProblemError && error.code === 'run_over')) throw error;
    }
  }
  if (start !== true) throw new ProblemError('run_not_found', `“${row.name}” has no open run with the key "${key}". Send "start": true to start one.`);
  const { version, definition } = await resolveVersion(server, row, undefined);
  const { run, created } = await server.engine.startRun({ workflow: row.id, version, input: checkedInput(definition, runInput), key, trigger: 'api', onConflict: 'return' });
  return { ...(await signalRun(server.engine, run.id, name, signal)), started: created };
}

/** Declared names are checked, with their payload; a workflow that computes a name may wait for any. */
function requireSignal(plan: Plan, name: string, payload: Json): void {
  if (plan.signals.has(name)) {
    const schema = plan.signals.get(name);
    if (schema !== null && schema !== undefined) checkPayload(schema, payload);
    return;
  }
  const computesNames = [...plan.nodes.values()].some((node) => node.kind === 'signal' && typeof node.raw['name'] === 'string' && node.raw['name'].includes('{{'));
  if (computesNames) return;
  const known = [...plan.signals.keys()];
  throw new ProblemError('unknown_signal', known.length === 0 ? 'This workflow waits for no signals.' : `This workflow waits for no signal "${name}". It knows ${known.map((each) => `"${each}"`).join(', ')}.`, { context: { signals: known } });
}
