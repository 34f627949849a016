import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../core/events.ts';
import { fromApiEvent, toApiEvent, toInstant } from './event-codec.ts';
import { matchPath } from './operation.ts';
import { openApiDocument } from './openapi.ts';
import { OPERATIONS } from './operations.ts';
import { PROBLEMS } from './problems.ts';
import { nameOfEvent, nameOfFrame, nodeOfPath, STREAM_NAMES } from './stream-names.ts';

const at = Date.UTC(2026, 0, 31, 12, 0, 0, 7);

describe('events on the wire', () => {
  const events: RunEvent[] = [
    { seq: 2, at, derived: true, type: 'step.scheduled', path: 'rounds[3]/critique', attempt: 2, data: {} },
    { seq: 3, at, derived: false, id: 'pause-1', type: 'run.paused', data: { reason: 'lunch', by: null } },
    { seq: 4, at, derived: false, id: 't-1', type: 'timer.fired', path: null, data: { timer: 2 } },
    { seq: 5, at, derived: true, type: 'run.completed', data: { output: { a: [1, null] } } },
  ];

  it.each(events)('come back as they went: $type', (event) => {
    expect(fromApiEvent(JSON.parse(JSON.stringify(toApiEvent(event, () => 'agent'))))).toEqual(event);
  });

  it('carry instants in ISO 8601, and a name where there is one', () => {
    expect(toApiEvent(events[0]!, (node) => (node === 'critique' ? 'agent' : undefined))).toMatchObject({ at: '2026-01-31T12:00:00.007Z', name: 'agent started' });
    expect(toApiEvent(events[2]!)).not.toHaveProperty('name');
    expect(toInstant(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('the names of what happened', () => {
  const event = (type: RunEvent['type'], data: unknown = {}) => ({ type, data });

  it.each([
    ['run.started', undefined, 'run started'],
    ['step.scheduled', 'http', 'step started'],
    ['step.scheduled', 'agent', 'agent started'],
    ['step.completed', 'agent', 'agent completed'],
    ['step.completed', 'transform', 'data processing'],
    ['step.completed', 'http', 'step completed'],
    ['attempt.failed', 'http', 'error occurred'],
    ['run.timed_out', undefined, 'run timed out'],
    ['iteration.started', undefined, undefined],
  ] as const)('%s of %s is %s', (type, nodeType, name) => {
    expect(nameOfEvent(event(type), nodeType)).toBe(name);
  });

  it('tell a tool from a model in what an agent recorded', () => {
    expect(nameOfEvent(event('agent.recorded', { record: { kind: 'tool', tool: 'search' } }))).toBe('tool observation');
    expect(nameOfEvent(event('agent.recorded', { record: { kind: 'model', text: 'x' } }))).toBe('model output');
  });

  it('cover every ephemeral frame that a client can show', () => {
    expect(['model.partial', 'model.output', 'tool.invoked', 'tool.observation', 'progress', 'log'].map(nameOfFrame)).toEqual(['model partial', 'model output', 'tool invoked', 'tool observation', 'data processing', undefined]);
  });

  it('are all there that the product promises', () => {
    for (const name of ['run started', 'run paused', 'run resumed', 'run completed', 'step started', 'step completed', 'agent started', 'agent completed', 'tool invoked', 'tool observation', 'model partial', 'model output', 'data processing', 'error occurred']) {
      expect(STREAM_NAMES).toContain(name);
    }
  });

  it('find the node in a path', () => {
    expect(['pay', 'book/hotel', 'rounds[3]/critics[1]/critique', 'rounds[3]'].map(nodeOfPath)).toEqual(['pay', 'hotel', 'critique', 'rounds']);
  });
});

describe('addresses', () => {
  it('give their parameters decoded', () => {
    expect(matchPath('/api/v1/workflows/{id}', '/api/v1/workflows/caf%C3%A9')).toEqual({ id: 'café' });
    expect(matchPath('/api/v1/runs/{id}/steps/{path*}', '/api/v1/runs/r1/steps/rounds%5B0%5D/a')).toEqual({ id: 'r1', path: 'rounds[0]/a' });
    expect(matchPath('/api/v1/runs/{id}/steps/{path*}', '/api/v1/runs/r1/steps/rounds[0]/a')).toEqual({ id: 'r1', path: 'rounds[0]/a' });
  });

  it('match whole or not at all', () => {
    expect(matchPath('/api/v1/workflows/{id}', '/api/v1/workflows/a/b')).toBe(null);
    expect(matchPath('/api/v1/workflows', '/api/v1/workflows/')).toEqual({});
    expect(matchPath('/api/v1/openapi.json', '/api/v1/openapixjson')).toBe(null);
    expect(matchPath('/api/v1/workflows/{id}', '/api/v1/workflows/%E0%A4%A')).toBe(null);
  });
});

describe('the calls', () => {
  it('have ids, methods and addresses of their own', () => {
    expect(new Set(OPERATIONS.map((op) => op.id)).size).toBe(OPERATIONS.length);
    expect(new Set(OPERATIONS.map((op) => `${op.method} ${op.path}`)).size).toBe(OPERATIONS.length);
  });

  it('change nothing by GET: only a POST, PUT or DELETE takes a body', () => {
    for (const op of OPERATIONS) if (op.method === 'GET' || op.method === 'DELETE') expect(op.body, op.id).toBe(undefined);
  });

  it('tell of each body what it may be refused for before it is looked into', () => {
    const { paths } = openApiDocument() as unknown as { paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, { description: string }> }>> };
    let bodies = 0;
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { requestBody, responses }] of Object.entries(methods)) {
        expect([responses['413'] !== undefined, responses['415'] !== undefined], `${method} ${path}`).toEqual([requestBody !== undefined, requestBody !== undefined]);
        if (requestBody !== undefined) bodies++;
      }
    }
    expect(bodies).toBeGreaterThan(25);
  });

  it('answer with success, and with problems that exist', () => {
    for (const op of OPERATIONS) {
      expect(Object.keys(op.answers).some((status) => status.startsWith('2')), op.id).toBe(true);
      for (const code of op.problems) expect(PROBLEMS[code].status, code).toBeGreaterThanOrEqual(400);
    }
  });
});
