import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, checkComposition, checkDefinition, compileDefinition, extractWorkflow, partKey, partsOf, prepareTestRun, isJsonObject, type Definition, type Json, type Part } from '../engine/index.ts';
import { loadExamples } from './index.ts';

const examples = await loadExamples(join(import.meta.dirname, '..'));
const bySlug = new Map(examples.map((example) => [example.slug, example]));
const definitions = examples.map((example) => [example.slug, example.definition] as const);

function nodeOf(slug: string, id: string): Definition['nodes'][number] {
  return bySlug.get(slug)!.definition.nodes.find((node) => node.id === id)!;
}

function takesFault(slug: unknown): boolean {
  return JSON.stringify(bySlug.get(String(slug))?.definition.input).includes('"fault"');
}

describe('the examples', () => {
  it('have the slugs that links and tests name', () => {
    for (const slug of ['greeting', 'notification', 'monthly-report', 'order-processing', 'booking-saga', 'parent-and-children', 'company-strategy-analysis', 'exploration', 'dialectical-simulation', 'purchase', 'risk-assessment', 'document-analysis', 'strategy-dag', 'strategy-research', 'strategy-supervisor', 'strategy-debate', 'composition', 'upgrade']) expect(bySlug.has(slug)).toBe(true);
  });

  it('are all listed', () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(import.meta.dirname, entry.name, 'definition.json')));
    for (const folder of folders) expect(bySlug.has(folder.name), folder.name).toBe(true);
  });

  it.each(definitions)('%s has nothing that validation would mention', (_slug, definition) => {
    expect(checkDefinition(definition, catalogue).findings).toEqual([]);
    expect(() => compileDefinition(definition, catalogue)).not.toThrow();
  });

  it.each(definitions)('%s says what it is, in its definition and on its page', (slug, definition) => {
    expect(definition.description).toMatch(/\.$/);
    expect(bySlug.get(slug)!.page).toMatch(/^# .+\n\n/);
    for (const node of definition.nodes) expect(node.name, node.id).not.toBe('');
  });

  it.each(definitions)('%s can be run up to each of its steps, and each of them alone', (_slug, definition) => {
    const data = Object.fromEntries(definition.nodes.map(({ id }) => [id, { any: 'data' }]));
    const undos = new Set(definition.edges.filter(({ kind }) => kind === 'compensate').map(({ target }) => target));
    for (const { id } of definition.nodes.filter((node) => !undos.has(node.id))) {
      for (const [part, known] of [[{ upTo: id }, {}], [{ upTo: id }, data], [{ only: id }, data]] as const) {
        const prepared = prepareTestRun(definition, catalogue, { part, data: known, skipWaits: true, decide: {} });
        expect(prepared.ok, JSON.stringify(part)).toBe(true);
        const findings = prepared.ok ? checkDefinition(prepared.run.definition, catalogue).findings : [];
        expect(findings.filter(({ severity }) => severity === 'error'), JSON.stringify(part)).toEqual([]);
      }
    }
  });

  it.each(definitions)('%s stays sound when a step, or two that follow each other, become a sub-workflow, or says why they cannot', (_slug, definition) => {
    const pairs = definition.edges.filter(({ kind }) => kind !== 'compensate').map(({ source, target }) => [source, target]);
    const reasons = new Set<string>();
    let cut = 0;
    for (const ids of [...definition.nodes.map(({ id }) => [id]), ...pairs]) {
      const result = extractWorkflow(definition, catalogue, new Set(ids), { name: 'Part', workflow: 'part' });
      if (!result.ok) {
        reasons.add(result.refusal.why);
        continue;
      }
      cut += 1;
      for (const drawn of [result.extraction.sub, result.extraction.definition]) expect(checkDefinition(drawn, catalogue).findings.filter(({ severity }) => severity === 'error'), ids.join(', ')).toEqual([]);
    }
    expect(cut, [...reasons].join(', ')).toBeGreaterThan(0);
    // Sound drawings are refused for what they are, never because the cut went wrong.
    expect(reasons.has('broken')).toBe(false);
  });

  it.each(definitions)('%s lets every input be left out', (_slug, definition) => {
    const input = definition.input as { required?: string[]; properties: Record<string, { default?: Json }> };
    expect(input.required ?? []).toEqual([]);
    for (const [name, property] of Object.entries(input.properties)) expect(property, name).toHaveProperty('default');
  });

  it.each(definitions)('%s has a sample input that its schema knows', (slug, definition) => {
    const known = Object.keys((definition.input as { properties: object }).properties);
    for (const name of Object.keys(bySlug.get(slug)!.sampleInput as object)) expect(known).toContain(name);
  });

  it.each(definitions)('%s is laid out without nodes on top of each other', (_slug, definition) => {
    const scopes = new Map<string, Definition['nodes']>();
    for (const node of definition.nodes) scopes.set(node.parent ?? '', [...(scopes.get(node.parent ?? '') ?? []), node]);
    for (const nodes of scopes.values()) {
      for (const [index, node] of nodes.entries()) {
        for (const other of nodes.slice(index + 1)) {
          const apart = Math.abs(node.position.x - other.position.x) >= 196 || Math.abs(node.position.y - other.position.y) >= 54;
          expect(apart, `${node.id} and ${other.id}`).toBe(true);
        }
      }
    }
  });

  it.each(definitions)('%s names the outside world by its alias and never by an address', (_slug, definition) => {
    expect(JSON.stringify(definition)).not.toMatch(/127\.0\.0\.1|localhost|https?:/);
  });

  it.each(definitions.filter(([, definition]) => JSON.stringify(definition).includes('input.gateway')))('%s takes a fault and hands it to everything it calls', (_slug, definition) => {
    expect(definition.input).toHaveProperty('properties.fault');
    for (const node of definition.nodes) if (node.type === 'http' || (node.type === 'child' && takesFault(node.params.workflow))) expect(JSON.stringify(node.params), node.id).toContain('{{ input.fault }}');
  });
});

describe('what the systems promise', () => {
  it('order processing charges three times, 1 s to 10 s apart, twice as long each time', () => {
    expect(nodeOf('order-processing', 'charge').retry).toMatchObject({ maximumAttempts: 3, initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10s' });
  });

  it('the booking saga has an undo for everything it books', () => {
    const { edges } = bySlug.get('booking-saga')!.definition;
    const undone = edges.filter((edge) => edge.kind === 'compensate').map((edge) => [edge.source, edge.target]);
    expect(undone).toEqual([['hotel', 'cancelHotel'], ['flight', 'cancelFlight'], ['payment', 'refund']]);
  });

  it('the strategy analysis keeps its searches for an hour, and nothing in them belongs to one run', () => {
    for (const id of ['target', 'search']) {
      expect(nodeOf('company-strategy-analysis', id).cache).toEqual({ ttl: '1h' });
      expect(JSON.stringify(nodeOf('company-strategy-analysis', id).params)).not.toContain('run.id');
    }
  });

  it('the purchase waits for hours for its payment, and everything it does has an undo', () => {
    expect(nodeOf('purchase', 'payment').params).toMatchObject({ name: 'payment-received', timeout: '{{ input.payWithin }}' });
    expect(bySlug.get('purchase')!.definition.input).toMatchObject({ properties: { payWithin: { default: '4h' }, grace: { default: '20h' } } });
    const undone = bySlug.get('purchase')!.definition.edges.filter((edge) => edge.kind === 'compensate').map((edge) => edge.source);
    expect(undone).toEqual(['reserve', 'invoice', 'record', 'ship']);
  });

  it('the notification has a heartbeat, a time limit of 30 s and retries', () => {
    expect(nodeOf('notification', 'send')).toMatchObject({ timeouts: { startToClose: '30s', heartbeat: '20s' }, retry: { maximumAttempts: 5 } });
  });

  it('the exploration goes through several hypotheses at a time, and loses none of the others with one', () => {
    expect(nodeOf('exploration', 'explore').params).toMatchObject({ concurrency: 4, failure: 'collect' });
  });

  it('the dialectical simulation runs each round as a child, its critics side by side, and keeps it by simulation and round', () => {
    expect(nodeOf('dialectical-simulation', 'round').params).toMatchObject({ workflow: 'dialectical-simulation-round', wait: true, parentClose: 'cancel' });
    expect(nodeOf('dialectical-simulation', 'close')).toMatchObject({ always: true });
    expect(nodeOf('dialectical-simulation-round', 'hypothesis').timeouts).toEqual({ startToClose: '15m', heartbeat: '1m' });
    expect(nodeOf('dialectical-simulation-round', 'critics').params).toMatchObject({ items: '{{ input.critics }}', concurrency: 4 });
    expect(nodeOf('dialectical-simulation-round', 'keep').params).toMatchObject({ operation: 'put', key: expect.stringContaining('{{ input.simulation }}/round-') as string });
  });

  it('the later versions of the upgrade can be published as they are', () => {
    for (const number of [2, 3]) expect(checkDefinition(JSON.parse(readFileSync(join(import.meta.dirname, 'upgrade', `version-${number}.json`), 'utf8')), catalogue).findings, `version ${number}`).toEqual([]);
  });

  it('the risk review has a form, a due time and somebody to turn to when it is overdue', () => {
    expect(nodeOf('risk-assessment', 'review').params).toMatchObject({ form: { type: 'object' }, due: '{{ input.due }}' });
    expect(bySlug.get('risk-assessment')!.definition.edges).toContainEqual(expect.objectContaining({ source: 'review', branch: 'timeout', target: 'escalation' }));
  });

  it('the document analysis lets fewer agents work at once than there are', () => {
    expect(nodeOf('document-analysis', 'analysis').params.concurrency).toBe(2);
    expect(bySlug.get('document-analysis')!.definition.nodes.filter((node) => node.type === 'agent')).toHaveLength(3);
  });

  it('the agents in a graph do a level at a time, and within it as many sub-tasks as they may', () => {
    expect(nodeOf('strategy-dag', 'levels')).toMatchObject({ type: 'loop', params: { count: '{{ size(nodes.order.output.levels) }}' } });
    expect(nodeOf('strategy-dag', 'level')).toMatchObject({ parent: 'levels', type: 'map', params: { items: '{{ nodes.order.output.levels[iteration] }}', concurrency: '{{ input.atOnce }}' } });
  });

  it('the research has a bounded number of rounds, and in each its researchers side by side, each with tries of its own', () => {
    expect(nodeOf('strategy-research', 'rounds').params).toMatchObject({ maximum: '{{ input.rounds }}' });
    expect(nodeOf('strategy-research', 'researchers')).toMatchObject({ parent: 'rounds', params: { concurrency: '{{ input.atOnce }}', failure: 'collect' } });
    expect(nodeOf('strategy-research', 'lookUp')).toMatchObject({ parent: 'researchers', retry: { maximumAttempts: 4 } });
  });

  it('the supervisor may ask exactly those who are drawn, or be done, and not for ever', () => {
    const { nodes, edges } = bySlug.get('strategy-supervisor')!.definition;
    const named = (nodeOf('strategy-supervisor', 'team').params.value as { name: string }[]).map(({ name }) => name);
    expect(named).toEqual(['researcher', 'critic', 'writer']);
    expect(nodeOf('strategy-supervisor', 'decide').params).toMatchObject({ outputSchema: { properties: { next: { enum: [...named, 'done'] } } } });
    expect(edges.filter(({ source }) => source === 'whom').map(({ branch }) => branch)).toEqual([...named, 'default']);
    expect(nodeOf('strategy-supervisor', 'turns').params).toMatchObject({ maximum: '{{ input.turns }}' });
    expect(nodes.filter(({ type, parent }) => type === 'agent' && parent === 'turns')).toHaveLength(4);
  });

  it('the sides of the debate wait for each other only at the end of a round', () => {
    const { edges } = bySlug.get('strategy-debate')!.definition;
    expect(edges.filter(({ target }) => target === 'round').map(({ source }) => source)).toEqual(['argueFor', 'argueAgainst']);
    expect(edges.some(({ source, target }) => source === 'argueFor' && target === 'argueAgainst')).toBe(false);
    expect(nodeOf('strategy-debate', 'rounds').params).toEqual({ count: '{{ input.rounds }}' });
  });

  it('the composition runs others in sequence, side by side and by choice', () => {
    const { nodes, edges } = bySlug.get('composition')!.definition;
    const children = nodes.filter((node) => node.type === 'child');
    expect(children.map((node) => node.params.workflow)).toEqual(['risk-assessment', 'greeting', 'document-analysis', 'parent-and-children', 'order-processing']);
    expect(edges.filter((edge) => edge.source === 'granted' && edge.branch === 'true').map((edge) => edge.target)).toEqual(['welcome', 'contract', 'many']);
    expect(edges.filter((edge) => edge.source === 'many').map((edge) => edge.target)).toEqual(['each', 'order']);
  });

  it('what one starts comes before it and takes what it is given', () => {
    const parts = new Map<string, Part>();
    for (const { slug, definition } of examples) {
      expect(checkComposition(definition, catalogue, parts), slug).toEqual([]);
      for (const reference of partsOf(definition, catalogue)) expect(parts.has(partKey(reference)), `${slug} starts ${reference.workflow}`).toBe(true);
      parts.set(partKey({ workflow: slug, version: null }), { status: 'found', name: definition.name, definition });
    }
  });

  it('the pages name only outputs that there are', () => {
    for (const page of new Set(examples.map((example) => example.page))) {
      const line = /\*\*Output\*\*(.*)/.exec(page)?.[1];
      const given = examples.filter((example) => example.page === page).flatMap(({ definition }) => definition.nodes).flatMap(({ type, parent, params }) => (type === 'end' && parent === undefined && isJsonObject(params.output) ? Object.keys(params.output) : []));
      if (line === undefined || given.length === 0) continue;
      for (const [, name] of line.replaceAll(/\([^)]*\)/g, '').matchAll(/`(\w+)[`:]/g)) expect(given, page.slice(0, 40)).toContain(name);
    }
  });

  it('the pages name only faults that the outside world knows', () => {
    const services = /hotel|flight|payment|inventory|shipping|mail|search|library|credit|sanctions|news/;
    for (const { slug } of examples) {
      const page = bySlug.get(slug)!.page;
      for (const [, service] of page.matchAll(/"service": "([^"]+)"/g)) expect(service, slug).toMatch(services);
    }
    expect(readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')).toContain('outside://examples');
  });
});
