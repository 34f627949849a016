import { createHash } from 'node:crypto';
import { BODY_LIMITS, type Hook, type TriggerNote } from '@/engine/server.ts';
import { type HookAnswer, HOOKS_PATH, isJsonObject, jsonSchema, type Json, type JsonObject, SIGNATURE_HEADER } from '@/engine/index.ts';
import { problemOfEngine } from './engine-problems.ts';
import { requireSignature } from './hook-signature.ts';
import { logger } from './logger.ts';
import { ProblemError } from './problem-error.ts';
import { readSignedBody } from './read-body.ts';
import { nothingAt } from './route.ts';
import type { Server } from './server.ts';
import { startSavedRun } from './start-run.ts';
import { invalidRequest, parsePart } from './zod-problems.ts';

const LONGEST_KEY = 200;

export type HookReply = { status: 200 | 202; body: HookAnswer; headers: Record<string, string> };

/**
 * Starts a run for a request to the address of a webhook. What is refused is remembered with the trigger, so that who
 * designs it can see why nothing comes.
 * @throws ProblemError of `receiveHook`'s problems
 */
export async function receiveHook(server: Server, token: string, request: Request, wait: string | undefined): Promise<HookReply> {
  const hook = await server.engine.findHook(token);
  if (hook === null) throw nothingAt(`${HOOKS_PATH}{token}`);
  if (hook.paused) throw new ProblemError('trigger_paused', 'The webhook is paused and starts nothing until it is resumed.');
  const at = server.engine.now();
  try {
    const reply = await start(server, hook, request, wait);
    await note(server, hook, { at, runId: reply.body.runId, problem: null });
    return reply;
  } catch (error) {
    const problem = error instanceof ProblemError ? error : problemOfEngine(error);
    if (problem !== null) await note(server, hook, { at, runId: null, problem: { at, code: problem.code, message: problem.message } });
    throw error;
  }
}

/** Not to be noted is no reason to be sent again: the run has started, or was refused. */
async function note(server: Server, hook: Hook, said: TriggerNote): Promise<void> {
  await server.engine.noteHook(hook, said).catch((error: unknown) => logger().warn({ err: error, trigger: hook.id }, 'what came of a webhook could not be noted'));
}

async function start(server: Server, hook: Hook, request: Request, wait: string | undefined): Promise<HookReply> {
  const { bytes, value } = await readSignedBody(request, BODY_LIMITS.runInput);
  const said = request.headers.get('idempotency-key') ?? '';
  const signature = hook.secret === null ? null : requireSignature(hook.secret, request.headers.get(SIGNATURE_HEADER), said, bytes, server.engine.now());
  const input = requireObject(value);
  const idempotencyKey = keyOf(hook, said, signature);
  const { body: run, status } = await startSavedRun(server, hook.workflowId, { version: 'latest', entry: hook.node, input, ...(idempotencyKey === null ? {} : { idempotencyKey }) }, wait, 'webhook').catch((error: unknown) => {
    throw ofSender(error, said);
  });
  const href = `/api/v1/runs/${run.id}`;
  const over = wait !== undefined && status === 200;
  return { status: over ? 200 : 202, body: { runId: run.id, href, status: run.status, output: over ? run.output : null, error: over ? run.error : null }, headers: { location: href } };
}

/** A key that was used before is named as it was sent, and not by the hash that we keep. */
function ofSender(error: unknown, key: string): unknown {
  const problem = problemOfEngine(error);
  return problem?.code === 'idempotency_conflict' ? new ProblemError('idempotency_conflict', `The idempotency key "${key}" was used with another request.`, { ...(problem.context === undefined ? {} : { context: problem.context }), cause: error }) : error;
}

function requireObject(value: unknown): JsonObject {
  const body = (value ?? {}) as Json;
  if (!isJsonObject(body)) throw invalidRequest([{ in: 'body', pointer: '', code: 'wrong_type', message: 'It must be a JSON object: it is the input of the run.' }]);
  // What the text holds and JSON does not: 1e999 is read as infinite.
  parsePart('body', jsonSchema, body);
  return body;
}

/** What makes two requests one. Without a word of the sender a signed one is taken once: it holds an instant. */
function keyOf(hook: Hook, said: string, signature: string | null): string | null {
  if (said.length > LONGEST_KEY) throw invalidRequest([{ in: 'header', pointer: '/Idempotency-Key', code: 'too_big', message: `It must have at most ${LONGEST_KEY} characters.` }]);
  const key = said === '' ? signature : said;
  // As a hash: it may be as long as it may be, and a signature is nobody else's to read.
  return key === null ? null : `webhook:${createHash('sha256').update(`${hook.id}\n${said === '' ? 'signature' : 'key'}\n${key}`).digest('hex')}`;
}
