import { parseDuration } from './duration.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Definition } from './schema.ts';

/** What starts a run by a start node: people and programs that ask for it, the clock, or a request to an address of its own. */
export const TRIGGER_KINDS = ['manual', 'schedule', 'webhook'] as const;
export type TriggerKind = (typeof TRIGGER_KINDS)[number];
/** What a schedule does when the run that it started before is still open. */
export const OVERLAPS = ['skip', 'allow', 'cancel'] as const;
export type Overlap = (typeof OVERLAPS)[number];

/** The shortest interval, ms: schedules are looked at once a second, and a run takes its time. */
export const SHORTEST_EVERY_MS = 5_000;

export type ScheduleRule = {
  cron: string | null;
  everyMs: number | null;
  timezone: string;
  overlap: Overlap;
  /** Instants that were missed are made up when they are not older than this; null = only the latest one, however old. */
  catchUpMs: number | null;
};

/** A start node that something but people and programs may enter by. */
export type DrawnTrigger = { node: string; name: string; kind: 'webhook'; rule: null } | { node: string; name: string; kind: 'schedule'; rule: ScheduleRule };

export function triggerKind(params: JsonObject): TriggerKind {
  return TRIGGER_KINDS.find((kind) => kind === params.on) ?? 'manual';
}

/** The rule that the parameters of a start node say; null when they say none that can be kept. */
export function scheduleRule(params: JsonObject): ScheduleRule | null {
  const cron = typeof params.cron === 'string' && params.cron.trim() !== '' ? params.cron.trim() : null;
  const everyMs = typeof params.every === 'string' ? parseDuration(params.every) : null;
  if ((cron === null) === (everyMs === null)) return null;
  if (everyMs !== null && everyMs < SHORTEST_EVERY_MS) return null;
  return {
    cron,
    everyMs,
    timezone: typeof params.timezone === 'string' && params.timezone !== '' ? params.timezone : 'UTC',
    overlap: OVERLAPS.find((overlap) => overlap === params.overlap) ?? 'skip',
    catchUpMs: typeof params.catchUp === 'string' ? parseDuration(params.catchUp) : null,
  };
}

/** What of a definition starts runs by itself when it is published. A start that is switched off starts nothing. */
export function triggersOf(definition: Pick<Definition, 'nodes'>): DrawnTrigger[] {
  return definition.nodes.flatMap((node): DrawnTrigger[] => {
    if (node.type !== 'start' || node.disabled === true || node.parent !== undefined) return [];
    const named = { node: node.id, name: node.name === '' ? node.id : node.name };
    const kind = triggerKind(node.params);
    if (kind === 'webhook') return [{ ...named, kind, rule: null }];
    const rule = kind === 'schedule' ? scheduleRule(node.params) : null;
    return rule === null ? [] : [{ ...named, kind: 'schedule', rule }];
  });
}

/** A trigger as an earlier publication left it, as far as the next one asks. */
export type KeptTrigger = { id: string; node: string; name: string; kind: DrawnTrigger['kind']; rule: Json };

export type TriggerChange =
  | { type: 'remove'; id: string }
  | { type: 'add'; drawn: DrawnTrigger }
  /** Another rule: its place in time begins anew. */
  | { type: 'reschedule'; id: string; name: string; rule: ScheduleRule }
  | { type: 'rename'; id: string; name: string };

/**
 * What a publication changes in the triggers of a workflow. What is drawn as before keeps everything, and is not in it.
 * Removals come first: the same node may be of another kind now.
 */
export function triggerChanges(kept: readonly KeptTrigger[], drawn: readonly DrawnTrigger[]): TriggerChange[] {
  const isOf = (one: Pick<DrawnTrigger, 'kind' | 'node'>) => (other: Pick<DrawnTrigger, 'kind' | 'node'>) => one.kind === other.kind && one.node === other.node;
  const removed = kept.filter((row) => !drawn.some(isOf(row))).map(({ id }): TriggerChange => ({ type: 'remove', id }));
  const others = drawn.flatMap((trigger): TriggerChange[] => {
    const row = kept.find(isOf(trigger));
    if (row === undefined) return [{ type: 'add', drawn: trigger }];
    const { id } = row;
    const { name, rule } = trigger;
    if (rule !== null && canonicalJson(row.rule) !== canonicalJson(rule)) return [{ type: 'reschedule', id, name, rule }];
    return row.name === name ? [] : [{ type: 'rename', id, name }];
  });
  return [...removed, ...others];
}

/** The one thing that the input of a schedule may ask for: the instant that the run is started for. */
const PLACEHOLDER = /\{\{\s*scheduledAt\s*\}\}/g;

/** The input that a person wrote for a schedule, with the instant where they asked for it. @param at ISO 8601 */
export function scheduledInput(drawn: Json | undefined, at: string): Json {
  if (drawn === undefined || drawn === null) return {};
  return filled(drawn, at);
}

function filled(value: Json, at: string): Json {
  if (typeof value === 'string') return value.replace(PLACEHOLDER, at);
  if (Array.isArray(value)) return value.map((item) => filled(item, at));
  return isJsonObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, at)])) : value;
}

/** An expression in the input of a schedule that nobody would work out. */
export function foreignExpression(drawn: Json | undefined): string | null {
  return /\{\{[\s\S]*?\}\}/.exec(JSON.stringify(drawn ?? null).replace(PLACEHOLDER, ''))?.[0] ?? null;
}
