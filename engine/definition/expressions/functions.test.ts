import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileExpression } from './compile.ts';
import { FUNCTION_DOCS, FUNCTION_TABLE } from './functions.ts';
import { emptyScope } from './scope.fixture.ts';

describe('the functions of expressions', () => {
  it.each(FUNCTION_DOCS.map((doc) => [doc.name, doc.example.source, doc.example.gives] as const))('%s: %s gives %s', (_name, source, gives) => {
    expect(JSON.stringify(compileExpression(source).evaluate(emptyScope()))).toBe(gives);
  });

  it('have one name each, a sentence and a signature that begins with the name', () => {
    expect(new Set(FUNCTION_DOCS.map(({ name }) => name)).size).toBe(FUNCTION_DOCS.length);
    for (const doc of FUNCTION_DOCS) expect(doc.doc).toMatch(/\.$/);
    for (const spec of FUNCTION_TABLE.values()) expect(spec.signature.startsWith(`${spec.name}(`)).toBe(true);
  });
});

it('docs/expressions.md tells every function as the list does', () => {
  const docs = readFileSync(new URL('../../../docs/expressions.md', import.meta.url), 'utf8').replaceAll('\\|', '|');
  for (const { signature, doc, example } of FUNCTION_DOCS) {
    for (const part of [signature, doc, example.source]) expect(docs).toContain(part);
  }
});
