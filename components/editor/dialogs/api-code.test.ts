import { execFileSync } from 'node:child_process';
import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import { curlOf, typescriptOf } from './api-code.ts';

const call = { origin: 'http://127.0.0.1:3000', slug: 'order-processing', input: { note: "it's $HOME `x` \"y\"", items: [1, 2] }, entry: null };

it('gives a shell the input as it is, quotes and all', () => {
  const body = execFileSync('sh', ['-c', curlOf(call).replace(/^curl/, 'curl() { for last; do :; done; printf %s "$last"; }\ncurl')], { encoding: 'utf8' });
  expect(JSON.parse(body)).toEqual({ input: call.input, idempotencyKey: 'order-4711' });
});
it('enters by the start that was tested', () => {
  const entered = { ...call, entry: 'by-mail' };
  expect(curlOf(entered)).toContain('"entry": "by-mail"');
  expect(typescriptOf(entered)).toContain('entry: "by-mail", idempotencyKey');
  expect(() => transformSync(typescriptOf(entered), { loader: 'ts', format: 'esm' })).not.toThrow();
});
it('is TypeScript that compiles, with a function named after the workflow', () => {
  expect(() => transformSync(typescriptOf(call), { loader: 'ts', format: 'esm' })).not.toThrow();
  expect(typescriptOf(call)).toContain('function startOrderProcessing(');
});
