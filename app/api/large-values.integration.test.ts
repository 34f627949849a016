import { expect, it } from 'vitest';
import type { EventPage } from '@/components/data/api.ts';
import { type ApiEvent, catalogue, fromApiEvent, type Json, type LargeValue, type Problem, Ref, recordingOf, recordingSchema, replayRecording, type Run, type StepDetail, type Definition } from '@/engine/index.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

serveApi();
const get = <T>(path: string) => call<T>('GET', `/api/v1${path}`);
const input = { body: 'x'.repeat(300_000), title: 'The long one' };
const definition = {
  heddle: 1, name: 'Long',
  nodes: [{ id: 'start', type: 'start' }, { id: 't', type: 'transform', params: { value: { doc: '{{ input }}', title: '{{ input.title }}' } } }, { id: 'end', type: 'end', params: { output: '{{ nodes.t.output }}' } }],
  edges: [{ id: 'a', source: 'start', target: 't' }, { id: 'b', source: 't', target: 'end' }],
};
const start = async (given: Json): Promise<Run> => (await call<Run>('POST', '/api/v1/runs?wait=20s', { body: { definition, input: given } })).body;

it('tells of a large value instead of it, and gives it at its address', async () => {
  const run = await start(input);
  expect(run.status, JSON.stringify(run.error)).toBe('completed');
  const told = run.input as unknown as LargeValue;
  expect(told).toEqual({ ref: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: JSON.stringify(input).length, type: 'map', length: 2 } });
  expect(run.output).toEqual({ doc: told, title: 'The long one' });
  expect((await get<Run>(`/runs/${run.id}`)).body).toMatchObject({ input: told, output: { doc: told } });
  expect((await get<StepDetail>(`/runs/${run.id}/steps/t`)).body).toMatchObject({ input: { value: { doc: told, title: 'The long one' } }, output: { doc: told } });

  const value = await get<Json>(`/runs/${run.id}/values/${told.ref.hash}`);
  expect(value.body).toEqual(input);
  expect(value.headers.get('cache-control')).toContain('immutable');

  expect((await get<Problem>(`/runs/${run.id}/values/${'0'.repeat(64)}`)).body).toMatchObject({ status: 404, code: 'value_not_found' });
  expect((await get<Problem>(`/runs/${run.id}/values/short`)).body).toMatchObject({ status: 422, code: 'invalid_request' });
  expect((await get<Problem>(`/runs/nobody/values/${told.ref.hash}`)).body).toMatchObject({ status: 404, code: 'run_not_found' });
  // It belongs to its run, whoever else knows its hash.
  const other = await start({ title: 'short' });
  expect((await get<Problem>(`/runs/${other.id}/values/${told.ref.hash}`)).body).toMatchObject({ status: 404, code: 'value_not_found' });
});

it('writes events with their references beside the data, so that a client folds them and a file replays', async () => {
  const run = await start(input);
  const { events } = (await get<EventPage>(`/runs/${run.id}/events`)).body;
  const [started] = events as [ApiEvent];
  expect(started).toMatchObject({ type: 'run.started', data: { input: null }, refs: [{ at: '/input', type: 'map', length: 2 }] });
  expect(fromApiEvent(started)).toMatchObject({ refs: true, data: { input: expect.any(Ref) } });
  // Read twice it is the same: nothing of the answer was changed.
  expect(fromApiEvent(started)).toEqual(fromApiEvent(started));
  const completed = events.find((event) => event.type === 'step.completed' && event.path === 't')!;
  expect(completed).toMatchObject({ data: { output: { doc: null, title: 'The long one' } }, refs: [{ at: '/output/doc' }] });

  const { hash } = started.refs![0]!;
  const recording = recordingOf(run.id, (await get<Definition>(`/runs/${run.id}/definition`)).body, events.map(fromApiEvent), {}, { [hash]: input });
  expect(replayRecording(recordingSchema.parse(JSON.parse(JSON.stringify(recording))), catalogue)).toMatchObject({ ok: true, events: events.length });
  const { values: _values, ...without } = recording;
  expect(() => replayRecording(without, catalogue)).toThrow('not at hand');
  expect((await get(`/runs/${run.id}/replay`)).body).toMatchObject({ ok: true });
});

it('takes no text for a reference that somebody writes like one', async () => {
  const forged = await start(input);
  const { hash } = (forged.input as unknown as LargeValue).ref;
  for (const mark of [`\u0000ref ${hash} 300035 map 2`, { a: [`\u0000ref ${hash} 300035 map 2`] }]) {
    const answer = await call<Problem>('POST', '/api/v1/runs', { body: { definition, input: mark } });
    expect(answer.body.status).toBe(422);
  }
  const told = await start({ title: 'x', ref: { hash, bytes: 1, type: 'map', length: 1 } });
  expect(told.input).toEqual({ title: 'x', ref: { hash, bytes: 1, type: 'map', length: 1 } });
});
