import { describe, expect, it } from 'vitest';
import { OPERATIONS, openApiDocument } from '@/engine/server.ts';
import { PROBLEMS } from '@/engine/index.ts';
import { routeFiles } from './testing/route-files.ts';
import { renderDocs } from './docs-page.ts';

const ALIASES = ['/healthz', '/readyz', '/metrics'];
const served = routeFiles().filter(({ template }) => !ALIASES.includes(template) && !template.endsWith('/{rest*}'));
type Exported = Record<string, { operation?: { id: string } } | undefined>;

describe('the surface of /api/v1', () => {
  it('has a route file for every operation and an operation for every route file', async () => {
    const wanted = OPERATIONS.map((op) => `${op.method} ${op.path} ${op.id}`).sort();
    const found: string[] = [];
    for (const { file, template } of served) {
      const exported = (await import(file)) as Exported;
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
        const operation = exported[method]?.operation;
        if (operation !== undefined) found.push(`${method} ${template} ${operation.id}`);
      }
    }
    expect(found.sort()).toEqual(wanted);
  });

  it('answers every method at every address, be it with a 405', async () => {
    for (const { file } of served) {
      const exported = (await import(file)) as Record<string, unknown>;
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']) expect(typeof exported[method], `${file} ${method}`).toBe('function');
    }
  });

  it('is described by an OpenAPI 3.1 document in which every reference leads somewhere', () => {
    const document = openApiDocument() as { openapi: string; paths: Record<string, Record<string, unknown>>; components: { schemas: Record<string, unknown> } };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.values(document.paths).flatMap((path) => Object.keys(path))).toHaveLength(OPERATIONS.length);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
    expect(references.length).toBeGreaterThan(50);
    for (const reference of new Set(references)) expect(document.components.schemas, reference).toHaveProperty([reference.replace('#/components/schemas/', '')]);
  });

  it('tells each parameter of an address', () => {
    for (const op of OPERATIONS) {
      const names = [...op.path.matchAll(/\{(\w+)\*?\}/g)].map((match) => match[1]);
      const described = ((openApiDocument() as { paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>> }).paths[op.path.replaceAll('*}', '}')]![op.method.toLowerCase()]!.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(new Set(described.map((parameter) => parameter.name)), op.id).toEqual(new Set(names));
    }
  });

  it('says of every call that goes to one run that its id may be a workflow and a key', () => {
    const { paths } = openApiDocument() as { paths: Record<string, Record<string, { parameters?: { name: string; description?: string }[] }>> };
    const ofRuns = Object.entries(paths).filter(([path]) => path.startsWith('/api/v1/runs/{id}')).flatMap(([, methods]) => Object.values(methods));
    expect(ofRuns.length).toBeGreaterThan(15);
    for (const { parameters } of ofRuns) expect(parameters?.find(({ name }) => name === 'id')?.description).toContain('`workflow:key`');
  });

  it('is readable as a page that loads nothing from elsewhere', () => {
    const page = renderDocs(openApiDocument());
    for (const op of OPERATIONS) expect(page).toContain(`id="${op.id}"`);
    for (const code of Object.keys(PROBLEMS)) expect(page).toContain(`problem-${code}`);
    expect(page).not.toMatch(/<script|<link|<img|url\(|https?:/);
  });
});
