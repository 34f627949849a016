import { describe, expect, it } from 'vitest';
import type { Page, Problem, Version, VersionSummary, Workflow, WorkflowSummary } from '@/engine/index.ts';
import { call } from '@/app/_server/testing/route-files.ts';
import { GREETING } from '@/app/_server/testing/malformed-requests.fixture.ts';
import { serveApi } from '@/app/_server/testing/served-api.fixture.ts';

const api = serveApi();

const create = async (slug: string, definition: object = GREETING): Promise<Workflow> => (await call<Workflow>('POST', '/api/v1/workflows', { body: { slug, definition } })).body;
const save = (id: string, revision: number, definition: object) => call<Workflow & Problem>('PUT', `/api/v1/workflows/${id}`, { body: { definition }, headers: { 'if-match': `"${revision}"` } });

describe('workflows over HTTP', () => {
  it('are made with a draft, found by id and by slug, and carry their findings', async () => {
    const made = await call<Workflow>('POST', '/api/v1/workflows', { body: { slug: 'first', definition: GREETING, folder: 'tests', tags: ['a'] } });
    expect(made.status).toBe(201);
    expect(made.headers.get('etag')).toBe('"1"');
    expect(made.headers.get('location')).toBe(`/api/v1/workflows/${made.body.id}`);
    expect(made.body).toMatchObject({ slug: 'first', name: 'Greeting', folder: 'tests', tags: ['a'], draftRevision: 1, latestVersion: null, hasUnpublishedChanges: true, nodeCount: 2 });
    for (const id of [made.body.id, 'first']) expect((await call<Workflow>('GET', `/api/v1/workflows/${id}`)).body.id).toBe(made.body.id);
    expect(made.body.definition.nodes.map((node) => node.id)).toEqual(['start', 'end']);
  });

  it('get a slug from their name, numbered while it is taken', async () => {
    const slugs: string[] = [];
    for (let count = 0; count < 3; count += 1) slugs.push((await call<Workflow>('POST', '/api/v1/workflows', { body: { definition: { ...GREETING, name: 'Déjà vu: Größe' } } })).body.slug);
    expect(slugs).toEqual(['deja-vu-gro-e', 'deja-vu-gro-e-2', 'deja-vu-gro-e-3']);
    expect((await call<Workflow>('POST', '/api/v1/workflows', { body: { definition: { ...GREETING, name: '订单处理' } } })).body.slug).toBe('workflow');
  });

  it('are saved over the revision that was read, and only over that', async () => {
    const { id } = await create('saving');
    const first = await save(id, 1, { ...GREETING, name: 'One' });
    expect([first.status, first.headers.get('etag'), first.body.draftRevision]).toEqual([200, '"2"', 2]);
    const late = await save(id, 1, { ...GREETING, name: 'Two' });
    expect(late.body).toMatchObject({ status: 409, code: 'revision_conflict', context: { revision: 2, theirs: { name: 'One' }, yours: { name: 'Two' } } });
    expect((await call<Workflow>('GET', '/api/v1/workflows/saving')).body.name).toBe('One');
  });

  it('lose nothing when ten people save at once: one wins, nine are told', async () => {
    const { id } = await create('race');
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => save(id, 1, { ...GREETING, name: `Person ${index}` })));
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
  });

  it('are published as immutable versions, numbered from 1', async () => {
    const { id } = await create('published');
    const one = await call<VersionSummary>('POST', '/api/v1/workflows/published/publish', { body: { note: 'first' } });
    expect([one.status, one.body.number, one.body.note]).toEqual([201, 1, 'first']);
    expect((await call<Workflow>('GET', '/api/v1/workflows/published')).body).toMatchObject({ latestVersion: 1, hasUnpublishedChanges: false });
    await save(id, 1, { ...GREETING, nodes: [GREETING.nodes[0], { ...GREETING.nodes[1], params: { output: 'changed' } }] });
    expect((await call<Workflow>('GET', '/api/v1/workflows/published')).body).toMatchObject({ latestVersion: 1, hasUnpublishedChanges: true });
    const two = await call<VersionSummary>('POST', '/api/v1/workflows/published/publish');
    expect([two.status, two.body.number]).toEqual([201, 2]);
    expect((await call<Version>('GET', '/api/v1/workflows/published/versions/1')).body.definition.nodes[1]!.params).toEqual(GREETING.nodes[1]!.params);
    expect((await call<Page<VersionSummary>>('GET', '/api/v1/workflows/published/versions')).body.items.map((version) => version.number)).toEqual([2, 1]);
  });

  it('make no new version when nothing has changed', async () => {
    await create('same');
    await call('POST', '/api/v1/workflows/same/publish');
    const again = await call<VersionSummary>('POST', '/api/v1/workflows/same/publish', { body: { note: 'again' } });
    expect([again.status, again.body.number, again.body.note]).toEqual([200, 1, '']);
  });

  it('become one version when five publish at once', async () => {
    await create('together');
    const answers = await Promise.all(Array.from({ length: 5 }, () => call<VersionSummary>('POST', '/api/v1/workflows/together/publish')));
    expect(answers.map((answer) => answer.body.number)).toEqual([1, 1, 1, 1, 1]);
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  });

  it('moving a node changes the draft but not its behaviour', async () => {
    const { id } = await create('moved');
    await call('POST', '/api/v1/workflows/moved/publish');
    await save(id, 1, { ...GREETING, nodes: [{ ...GREETING.nodes[0], position: { x: 50, y: 9 }, name: 'Begin' }, GREETING.nodes[1]] });
    expect((await call<Workflow>('GET', '/api/v1/workflows/moved')).body.hasUnpublishedChanges).toBe(false);
  });

  it('are listed page by page, newest change first, and searched', async () => {
    for (const name of ['Zebra one', 'Zebra two', 'Zebra three']) await create(name.toLowerCase().replace(' ', '-'), { ...GREETING, name });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await call<Page<WorkflowSummary>>('GET', `/api/v1/workflows?q=zebra&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item) => item.name));
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    expect(seen.sort()).toEqual(['Zebra one', 'Zebra three', 'Zebra two']);
    expect((await call<Page<WorkflowSummary>>('GET', '/api/v1/workflows?q=100%25')).body.items).toEqual([]);
  });

  it('are deleted with their versions while no run is open, and their slug is free again', async () => {
    const { id } = await create('gone');
    await call('POST', '/api/v1/workflows/gone/publish');
    await api.database.query(
      `insert into runs (workspace_id, id, seq, status, core_version, workflow_id, workflow_name, definition_id, trigger, started_at) values ('default', 'open-run', 1, 'running', 1, $1, 'x', 'd', 'api', 1)`,
      [id],
    );
    const busy = await call<Problem>('DELETE', '/api/v1/workflows/gone');
    expect(busy.body).toMatchObject({ status: 409, code: 'workflow_busy', context: { openRuns: 1 } });
    await api.database.query(`update runs set status = 'completed' where id = 'open-run'`);
    expect((await call('DELETE', '/api/v1/workflows/gone')).status).toBe(204);
    expect((await call('GET', '/api/v1/workflows/gone')).status).toBe(404);
    expect((await api.database.query(`select id from runs where id = 'open-run'`)).rows).toHaveLength(1);
    expect((await create('gone')).id).not.toBe(id);
  });
});
