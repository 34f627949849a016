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
  return {
    seq: event.seq,
    type: event.type,
    at: toInstant(event.at),
    derived: event.derived,
    ...(event.derived ? {} : { id: event.id }),
    ...(path === undefined ? {} : { path }),
    ...('attempt' in event ? { attempt: event.attempt } : {}),
    // The data of an event is JSON by the rules of the history; its type only says more.
    data: (apart?.data ?? event.data) as ApiEvent['data'],
    ...(apart === null ? {} : { refs: apart.refs }),
    ...(name === undefined ? {} : { name }),
  };
}

/** Reads an event back, so that a client folds with the same `evolve`. The server wrote it, so its shape is trusted. */
export function fromApiEvent(event: ApiEvent): RunEvent {
  const { at, name: _name, refs, ...rest } = event;
  const read = { ...rest, at: Date.parse(at), ...(refs === undefined ? {} : { data: attached(structuredClone(event.data), refs), refs: true }) };
  return read as unknown as RunEvent;
}
