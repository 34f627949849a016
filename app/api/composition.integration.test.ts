import { describe, expect, it } from 'vitest';
import type { Problem, Run, Validation, Workflow } from '@/engine/index.ts';
import { HELLO } from '@/app/_server/testing/definitions.fixture.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

serveApi();

const starts = (workflow: string, params: object = {}) => ({
  heddle: 1,
  name: `Starts ${workflow}`,
  nodes: [{ id: 'start', type: 'start' }, { id: 'sub', type: 'child', params: { workflow, input: { name: 'Ada' }, ...params } }],
  edges: [{ id: 'e1', source: 'start', target: 'sub' }],
});
const create = (slug: string, definition: object) => call<Workflow & Problem>('POST', '/api/v1/workflows', { body: { slug, definition } });
const publish = (slug: string) => call<Problem>('POST', `/api/v1/workflows/${slug}/publish`);
const begin = (slug: string) => call<Run & Problem>('POST', `/api/v1/workflows/${slug}/runs`, { body: {} });

describe('a composed workflow is checked before it runs', () => {
  it('cannot be published or tried while a workflow that it starts is not there', async () => {
    const made = await create('lonely', starts('nobody'));
    expect(made.body.findings).toMatchObject([{ severity: 'error', code: 'child_missing', node: 'sub' }]);
    expect(await publish('lonely')).toMatchObject({ status: 422, body: { code: 'invalid_definition', detail: 'There is no workflow "nobody".' } });
    expect(await begin('lonely')).toMatchObject({ status: 422, body: { code: 'invalid_definition' } });
    const tried = await call<Problem>('POST', '/api/v1/runs', { body: { definition: starts('nobody'), input: {} } });
    expect(tried).toMatchObject({ status: 422, body: { code: 'invalid_definition', problems: [{ pointer: '/definition/nodes/1/params/workflow' }] } });
  });

  it('may be published before what it starts, and runs when that has a version', async () => {
    await create('later', HELLO);
    expect((await create('early', starts('later'))).body.findings).toMatchObject([{ severity: 'warning', code: 'child_unpublished' }]);
    expect((await publish('early')).status).toBe(201);
    expect(await begin('early')).toMatchObject({ status: 422, body: { code: 'invalid_definition', detail: '"Hello" has no version yet.' } });
    expect((await publish('later')).status).toBe(201);
    expect((await begin('early')).status).toBe(201);
  });

  it('is refused from the moment a part is gone, also one of a part', async () => {
    await create('part', HELLO);
    await publish('part');
    await create('middle', starts('part'));
    await publish('middle');
    await create('whole', starts('middle'));
    expect((await publish('whole')).status).toBe(201);
    expect((await begin('whole')).status).toBe(201);
    expect((await call('DELETE', '/api/v1/workflows/part')).status).toBe(204);
    expect(await begin('whole')).toMatchObject({ status: 422, body: { detail: '"Starts part" cannot run. There is no workflow "part".' } });
  });

  it('is told of a version that is not there and of an input that would be refused', async () => {
    await create('strict', { ...HELLO, input: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false } });
    await publish('strict');
    expect((await create('newer', starts('strict', { version: 7 }))).body.findings).toMatchObject([{ code: 'child_version_missing', message: '"Hello" has no version 7; the latest is 1.' }]);
    expect((await create('wrong', starts('strict', { input: { nam: 'Ada' } }))).body.findings).toMatchObject([{ code: 'child_input', message: '"Hello" would refuse this input. The value needs "name".' }]);
  });

  it('may start itself, and is told how deep that goes', async () => {
    expect((await create('again', starts('again'))).body.findings).toMatchObject([{ severity: 'warning', code: 'child_circle' }]);
    expect((await publish('again')).status).toBe(201);
  });

  it('is validated with what it starts, as the draft of a workflow when that is named', async () => {
    const validate = (body: object) => call<Validation & Problem>('POST', '/api/v1/definitions/validate', { body });
    expect((await validate({ definition: starts('nobody') })).body).toMatchObject({ ok: false, findings: [{ code: 'child_missing' }] });
    await create('draft', HELLO);
    expect((await validate({ definition: starts('draft') })).body).toMatchObject({ ok: true, findings: [{ code: 'child_unpublished' }] });
    expect((await validate({ definition: starts('draft'), workflow: 'draft' })).body).toMatchObject({ ok: true, findings: [{ code: 'child_circle' }] });
    expect((await validate({ definition: starts('draft'), workflow: 'no-such' })).status).toBe(404);
  });

  it('is measured without the blanks of its file when it is validated, as when it is saved', async () => {
    const blank = ' '.repeat(6_000_000);
    const raw = `{${blank}"definition": ${JSON.stringify(HELLO)}}`;
    expect(await call('POST', '/api/v1/definitions/validate', { raw, headers: { 'content-type': 'application/json' } })).toMatchObject({ status: 200, body: { ok: true, findings: [] } });
  });
});
