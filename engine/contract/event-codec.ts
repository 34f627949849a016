import type { RunEvent } from '../core/events.ts';
import { attached, detached } from '../core/ref-list.ts';
import type { Json } from '../definition/json.ts';
import type { ApiEvent } from './api.ts';
import { nameOfEvent, nodeOfPath } from './stream-names.ts';

/** Instants leave the server in ISO 8601 UTC. */
export function toInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export function toInstantOrNull(epochMs: number | null | undefined): string | null {
  return epochMs === null || epochMs === undefined ? null : toInstant(epochMs);
}

/**
 * Writes an event of the history as the API tells it.
 * @param typeOf gives the node type by node id, where it is known, so that the event can be named
 */
export function toApiEvent(event: RunEvent, typeOf?: (node: string) => string | undefined): ApiEvent {
  const apart = event.refs === true ? detached(event.data as Json) : null;
  const path = 'path' in event ? event.path : undefined;
  const name = nameOfEvent(event, typeof path === 'string' ? typeOf?.(nodeOfPath(path)) : undefined);
  // Member by member: a history has tens of thousands of these, and spreading each took most of the time.
  const told: Partial<ApiEvent> = { seq: event.seq, type: event.type, at: toInstant(event.at), derived: event.derived };
  if (!event.derived) told.id = event.id;
  if (path !== undefined) told.path = path;
  if ('attempt' in event) told.attempt = event.attempt;
  // The data of an event is JSON by the rules of the history; its type only says more.
  told.data = (apart?.data ?? event.data) as ApiEvent['data'];
  if (apart !== null) told.refs = apart.refs;
  if (name !== undefined) told.name = name;
  return told as ApiEvent; // nothing that it must have is missing
}

/** Reads an event back, so that a client folds with the same `evolve`. The server wrote it, so its shape is trusted. */
export function fromApiEvent(event: ApiEvent): RunEvent {
  const read: Partial<Record<keyof ApiEvent, unknown>> = { seq: event.seq, type: event.type, at: Date.parse(event.at), derived: event.derived };
  if (event.id !== undefined) read.id = event.id;
  if (event.path !== undefined) read.path = event.path;
  if (event.attempt !== undefined) read.attempt = event.attempt;
  read.data = event.refs === undefined ? event.data : attached(structuredClone(event.data), event.refs);
  if (event.refs !== undefined) read.refs = true;
  return read as unknown as RunEvent;
}
