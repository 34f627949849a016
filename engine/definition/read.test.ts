import { describe, expect, it } from 'vitest';
import { createWorkflowSchema, saveWorkflowSchema } from '../contract/api.ts';
import { openApiDocument } from '../contract/openapi.ts';
import { testCatalogue } from './catalogue.fixture.ts';
import { checkDefinition } from './check.ts';
import { documentSchema, documentSchemaOf, readDefinition } from './read.ts';

/** As the description of the format writes it: every member there, the last two as good as empty. */
const described = {
  heddle: 1, name: 'Order processing', description: '…', input: {}, output: {}, queries: {}, updates: {},
  settings: { timeout: '1h', taskQueue: 'default', priority: 0, retry: {}, searchAttributes: { orderId: '{{ input.orderId }}' } },
  nodes: [{
    id: 'pay', type: 'http', typeVersion: 1, name: 'Charge card', position: { x: 0, y: 0 }, parent: 'book', params: { url: '{{ input.gateway }}/charge', body: { amount: '{{ input.amount }}' } }, join: 'all',
    retry: { maximumAttempts: 3, initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m', jitter: 0.1, nonRetryable: ['ValidationError'] },
    timeouts: { startToClose: '30s', scheduleToStart: '1m', scheduleToClose: '5m', heartbeat: '10s' }, onError: 'fail', cache: { ttl: '1h' }, taskQueue: 'gpu',
  }],
  edges: [{ id: 'e1', source: 'pay', branch: 'out', target: 'ship' }, { id: 'e2', source: 'hotel', kind: 'compensate', target: 'cancelHotel' }],
  notes: [], viewport: {},
};
const small = { heddle: 1, name: 'Small' };
const note = { id: 'n', text: 'Hello', position: { x: 1, y: 2 } };
const viewport = { x: 1, y: 2, zoom: 1 };

describe('a document that comes in', () => {
  it('is accepted as the format is described', () => {
    expect(readDefinition(described).findings).toEqual([]);
    for (const schema of [createWorkflowSchema, saveWorkflowSchema]) expect(schema.parse({ definition: described }).definition).toEqual(readDefinition(described).definition);
    expect(documentSchema.parse(described)).not.toHaveProperty('viewport');
  });
  it('may have what only the editor needs under ui, which is kept where it always is', () => {
    for (const document of [{ ...small, ui: { notes: [note], viewport } }, { ...small, notes: [], viewport: {}, ui: { notes: [note], viewport } }]) {
      expect(documentSchema.parse(document)).toMatchObject({ notes: [note], viewport });
      expect(documentSchema.parse(document)).not.toHaveProperty('ui');
      expect(checkDefinition(document, testCatalogue).findings.map(({ code }) => code)).not.toContain('unknown_field');
    }
    expect(documentSchema.parse({ ...small, ui: {} })).toEqual({ ...small, nodes: [], edges: [] });
  });
  it('loses nothing of two lists of notes, and nothing that is not known: both are named', () => {
    for (const document of [{ ...small, notes: [note], ui: { notes: [{ ...note, id: 'm' }] } }, { ...small, ui: { colour: 'red' } }]) {
      expect(readDefinition(document)).toMatchObject({ definition: null, findings: [{ code: 'unknown_field', pointer: '/ui' }] });
    }
  });
  it('is upgraded wherever it comes in, and refused with a sentence when nothing reads its format', () => {
    const steps = { 0: (document: Record<string, unknown>) => { const { title, ...rest } = document; return { ...rest, name: title }; } };
    expect(documentSchemaOf(steps).parse({ heddle: 0, title: 'Old' })).toEqual({ heddle: 1, name: 'Old', nodes: [], edges: [] });
    const refused = createWorkflowSchema.safeParse({ definition: { ...small, heddle: 2 } });
    expect(refused.error?.issues).toMatchObject([{ path: ['definition', 'heddle'], message: expect.stringMatching(/Update Heddle/) }]);
  });
  it('is described to clients as a definition all the same', () => {
    const document = JSON.stringify((openApiDocument() as { paths: Record<string, unknown> }).paths['/api/v1/workflows']);
    expect(document).toContain('"definition":{"$ref":"#/components/schemas/DefinitionInput"}');
  });
});
