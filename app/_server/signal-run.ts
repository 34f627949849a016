import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Refusal, sendSignalSchema, signalSchema } from '@/engine/index.ts';
import type { Engine, SendSignal } from '@/engine/server.ts';
import { requireParts } from './composition.ts';
import { problemOfRefusal } from './engine-problems.ts';
import { checkedInput } from './input.ts';
import { ProblemError } from './problem-error.ts';
import type { Server } from './server.ts';
import { resolveVersion } from './start-run.ts';
import { requireWorkflowBrief } from './workflow-views.ts';

type Signal = z.infer<typeof signalSchema>;
export type Signalled = { runId: string; accepted: boolean; started: boolean };

/** Hands a signal to a run. @throws ProblemError too_many_signals, run_over; EngineError unknown_signal, invalid_payload, run_not_found */
export async function signalRun(engine: Engine, runId: string, name: string, signal: Signal): Promise<Signalled> {
  return { runId, accepted: isAccepted(await engine.signalRun(runId, toSend(name, signal))), started: false };
}

/** Signals the open run of a workflow that has `key`; starts one when there is none and the caller asks for it. */
export async function signalByKey(server: Server, idOrSlug: string, name: string, request: z.infer<typeof sendSignalSchema>): Promise<Signalled> {
  const row = await requireWorkflowBrief(server, idOrSlug);
  const { key, start, input, ...signal } = request;
  const begin = async () => {
    const { version, definition } = await resolveVersion(server, row, undefined);
    await requireParts(server, definition, row);
    return { version, input: checkedInput(definition, input), trigger: 'api' as const };
  };
  const { runId, started, answer } = await server.engine.signalByKey(row.id, key, toSend(name, signal), start === true ? begin : null).catch((error: unknown) => {
    if (start === true || (error as { code?: unknown }).code !== 'run_not_found') throw error;
    throw new ProblemError('run_not_found', `“${row.name}” has no open run with the key "${key}". Send "start": true to start one.`);
  });
  return { runId, accepted: started ? answer.accepted : isAccepted(answer), started };
}

function toSend(name: string, { id, payload, by, reason }: Signal): SendSignal {
  return { id: id === undefined ? `signal:${randomUUID()}` : `signal:client:${id}`, name, payload: payload ?? null, clientId: id ?? null, by: by ?? null, ...(reason === undefined || reason === '' ? {} : { reason }) };
}

/** False when the same was sent before. @throws ProblemError for every other refusal */
function isAccepted(answer: { accepted: true } | { accepted: false; refusal: Refusal }): boolean {
  if (answer.accepted) return true;
  const problem = problemOfRefusal(answer.refusal);
  if (problem !== null) throw problem;
  return false;
}
