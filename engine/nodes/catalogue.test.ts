import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COMPUTING_KINDS, CONTAINER_KINDS } from '../definition/catalogue.ts';
import type { JsonObject } from '../definition/json.ts';
import { catalogue } from './catalogue.ts';
import { NODE_TYPES } from './registry.ts';
import { runners } from './runners.ts';
import { shapes } from './shapes.ts';
import { NODE_TEXTS } from './texts.ts';

const types = NODE_TYPES.map(({ shape, zh }) => [shape.type, { spec: catalogue.get(shape.type)!, zh }] as const);
const HERE = import.meta.dirname;

describe('the catalogue', () => {
  it('holds every folder of node types, and every folder a spec', () => {
    const folders = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    expect([...catalogue.keys()].sort()).toEqual(folders.sort());
    for (const folder of folders) expect(existsSync(join(HERE, folder, 'spec.ts')), folder).toBe(true);
  });

  it('has the same types as its shapes, in the order of the palette, and reads the same of them', () => {
    expect([...catalogue.keys()]).toEqual([...shapes.keys()]);
    for (const { params: _params, check: _check, ...spec } of catalogue.values()) expect(spec).toEqual(shapes.get(spec.type));
  });

  it('has a runner for each type that a worker executes, and for no other', () => {
    const tasks = [...catalogue.values()].filter((spec) => spec.kind === 'task' && spec.external !== true).map((spec) => spec.type);
    expect([...runners.keys()].sort()).toEqual(tasks.sort());
    for (const [type, runner] of runners) expect(runner.type).toBe(type);
  });

  it('puts nodes that only compute or contain on no worker', () => {
    for (const spec of catalogue.values()) {
      if (COMPUTING_KINDS.has(spec.kind) || CONTAINER_KINDS.has(spec.kind)) expect(runners.has(spec.type), spec.type).toBe(false);
    }
  });
});

describe.each(types)('%s', (_name, { spec, zh }) => {
  it('accepts its own defaults', () => {
    const parsed = spec.params.safeParse(spec.defaults);
    expect(parsed.success ? [] : parsed.error.issues).toEqual([]);
  });

  it('refuses a parameter that it does not know', () => {
    expect(spec.params.safeParse({ ...spec.defaults, surprise: 1 }).success).toBe(false);
  });

  it('shows every parameter in its form, and nothing else', () => {
    const schema = z.toJSONSchema(spec.params, { unrepresentable: 'any' }) as { properties?: JsonObject };
    expect(Object.keys(spec.face.fields).sort()).toEqual(Object.keys(schema.properties ?? {}).sort());
    for (const name of [...(spec.literalParams ?? []), ...(spec.expressionParams ?? [])]) expect(spec.face.fields, name).toHaveProperty(name);
  });

  it('speaks both languages completely', () => {
    expect(zh.label).not.toBe('');
    expect(zh.summary).toMatch(/。$/);
    expect(spec.face.summary).toMatch(/\.$/);
    expect(Object.keys(zh.fields).sort()).toEqual(Object.keys(spec.face.fields).sort());
    for (const [param, field] of Object.entries(spec.face.fields)) {
      const other = zh.fields[param]!;
      expect(Object.keys(other.options ?? {}).sort(), param).toEqual((field.options ?? []).map((option) => option.value).sort());
      for (const part of ['help', 'placeholder'] as const) expect(other[part] === undefined, `${param}.${part}`).toBe(field[part] === undefined);
    }
  });

  it('has an icon that exists', () => {
    expect(existsSync(join(HERE, '../../node_modules/lucide-react/dist/esm/icons', `${spec.face.icon}.mjs`)) || existsSync(join(HERE, '../../node_modules/lucide-react/dist/esm/icons', `${spec.face.icon}.js`))).toBe(true);
  });

  it('draws branches, a subtitle and an output schema for its defaults and for a draft that says nothing yet', () => {
    for (const params of [spec.defaults, {}]) {
      const branches = spec.branches(params);
      expect(new Set(branches).size).toBe(branches.length);
      expect(branches).not.toContain('error');
      expect((spec.face.subtitle?.(params) ?? '').length).toBeLessThanOrEqual(60);
      expect(() => spec.outputSchema?.(params)).not.toThrow();
      expect(() => spec.repeatIsRisky?.(params)).not.toThrow();
    }
  });
});

describe('texts', () => {
  it('have the same keys in both languages, and none is empty', () => {
    expect(Object.keys(NODE_TEXTS.zh).sort()).toEqual(Object.keys(NODE_TEXTS.en).sort());
    for (const texts of [NODE_TEXTS.en, NODE_TEXTS.zh]) for (const [key, text] of Object.entries(texts)) expect(text, key).not.toBe('');
    expect(NODE_TEXTS.zh['node.http.field.method.label']).toBe('方法');
  });
});

describe('parameters', () => {
  const problemsOf = (type: string, params: JsonObject) => {
    const parsed = catalogue.get(type)!.params.safeParse(params);
    return parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  };

  it.each([
    ['wait', { for: '1h', until: '2030-01-01T00:00:00Z' }, 'either'],
    ['wait', {}, 'either'],
    ['loop', { count: 3, while: 'true' }, 'exactly one'],
    ['loop', { until: 'true' }, 'needs a maximum'],
    ['switch', { cases: [{ id: 'a', when: 'true' }, { id: 'a', when: 'false' }] }, 'Two cases'],
    ['switch', { cases: [{ id: 'default', when: 'true' }] }, 'there already'],
    ['approval', { title: 'x', outcomes: ['a', 'a'] }, 'same name'],
    ['approval', { title: 'x', outcomes: ['error'] }, 'there already'],
    ['approval', { title: 'x', onTimeout: 'later' }, 'not one of the choices'],
    ['agent', { prompt: 'x', tools: ['http', 'http'] }, 'same name'],
    ['http', { url: '' }, 'needs an address'],
    ['signal', { name: '' }, 'needs a name'],
  ] as [string, JsonObject, string][])('of %s: %j is refused with a sentence', (type, params, sentence) => {
    expect(problemsOf(type, params).join(' ')).toContain(sentence);
  });

  it('take an expression wherever a value is templated, and only there', () => {
    expect(problemsOf('map', { items: '{{ input.list }}', concurrency: '{{ input.limit }}' })).toEqual([]);
    expect(problemsOf('map', { items: 'input.list' })).not.toEqual([]);
    expect(problemsOf('wait', { for: '{{ input.pause }}' })).toEqual([]);
    expect(problemsOf('wait', { for: 'a while' })).not.toEqual([]);
    expect(problemsOf('group', { concurrency: '{{ input.limit }}' })).not.toEqual([]);
  });

  it('name the branches', () => {
    expect(catalogue.get('switch')!.branches({ cases: [{ id: 'small', when: 'x' }, { id: 'large', when: 'y' }] })).toEqual(['small', 'large', 'default']);
    expect(catalogue.get('approval')!.branches({})).toEqual(['approved', 'rejected', 'timeout']);
    expect(catalogue.get('approval')!.branches({ outcomes: ['go', 'stop'], onTimeout: 'stop' })).toEqual(['go', 'stop']);
    expect(catalogue.get('saga')!.branches({})).toEqual(['out', 'compensated']);
  });

  it('tell when a second try is risky', () => {
    const risky = catalogue.get('http')!.repeatIsRisky!;
    expect(risky({ method: 'POST' })).toBe(true);
    expect(risky({ method: 'POST', idempotent: true })).toBe(false);
    expect(risky({ method: 'PUT' })).toBe(false);
    expect(risky({})).toBe(false);
  });
});
