import { randomUUID } from 'node:crypto';
import type { Store } from '../ports/store.ts';
import type { TriggerRow } from '../ports/triggers.ts';
import type { ListChange } from '../ports/views.ts';
import { comingTimes } from './coming-times.ts';
import { type Engine, EngineError } from './engine.ts';
import { readRule, timesOf } from './schedule-times.ts';
import type { Starts } from './starts.ts';

type Verbs = Pick<Engine, 'listTriggers' | 'readTrigger' | 'nextOf' | 'pauseTrigger' | 'resumeTrigger' | 'fireTrigger' | 'renewHook' | 'setHookSecret' | 'tellTriggersChanged' | 'findHook' | 'noteHook'>;

/** How many coming instants are told. */
const NEXT = 5;

/** What people do with the triggers of published workflows. */
export function triggerVerbs({ store, starts, now, tell }: { store: Store; starts: Pick<Starts, 'startScheduled'>; now: () => number; tell: (change: ListChange) => void }): Verbs {
  const next = comingTimes(timesOf, NEXT);
  const found = async (id: string): Promise<TriggerRow> => {
    const row = await store.readTrigger(id);
    if (row === null) throw new EngineError('trigger_not_found', `There is no trigger ${id}.`);
    return row;
  };
  const foundHook = async (id: string): Promise<TriggerRow> => {
    const row = await found(id);
    if (row.kind !== 'webhook') throw new EngineError('not_a_webhook', `“${row.name}” is started by a schedule: it has neither an address nor a secret.`);
    return row;
  };
  const tellTriggersChanged = (workflow: string): void => tell({ type: 'trigger', workflow });
  const changed = async (row: TriggerRow): Promise<TriggerRow> => {
    tellTriggersChanged(row.workflowId);
    return await found(row.id);
  };
  return {
    listTriggers: (filter, page) => store.listTriggers(filter, page),
    readTrigger: (id) => store.readTrigger(id),
    nextOf(rule) {
      try {
        return next(readRule(rule), now());
      } catch (error) {
        if (error instanceof RangeError) return null;
        throw error;
      }
    },
    async pauseTrigger(id, { by, reason }) {
      const row = await found(id);
      if (!(await store.pauseTrigger(id, { at: now(), by, reason }))) throw new EngineError('trigger_paused', `“${row.name}” is paused already.`);
      return await changed(row);
    },
    async resumeTrigger(id) {
      const row = await found(id);
      if (!(await store.pauseTrigger(id, null))) throw new EngineError('trigger_not_paused', `“${row.name}” is not paused.`);
      return await changed(row);
    },
    async fireTrigger(id, said) {
      const row = await found(id);
      if (row.kind !== 'schedule') throw new EngineError('not_a_schedule', `“${row.name}” is started by requests to its address: send it one.`);
      const at = now();
      const { run } = await starts.startScheduled({ workflow: row.workflowId, node: row.node, at, idempotencyKey: `schedule:${id}:now:${said ?? randomUUID()}` });
      await store.noteTrigger(id, { at, runId: run.id, problem: null, byHand: true });
      tellTriggersChanged(row.workflowId);
      return run.id;
    },
    async renewHook(id) {
      const row = await foundHook(id);
      await store.renewHookToken(id);
      return await changed(row);
    },
    async setHookSecret(id, secret) {
      const row = await foundHook(id);
      await store.setHookSecret(id, secret);
      return await changed(row);
    },
    tellTriggersChanged,
    findHook: (token) => store.findHook(token),
    async noteHook(hook, note) {
      await store.noteTrigger(hook.id, note);
      tellTriggersChanged(hook.workflowId);
    },
  };
}
