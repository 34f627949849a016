import { build, type Plugin } from 'esbuild';
import { expect, it } from 'vitest';
import { ROOT } from '../scripts/build/root.ts';

/** The frame of every page, and the pages that only read. */
const READING = [
  'components/shell/app-shell.tsx', 'components/shell/providers.tsx', 'components/workflows/workflows-page.tsx', 'components/editor/page/versions-page.tsx', 'components/run-list/runs-page.tsx',
  'components/runs/run-page.tsx', 'components/runs/compare/compare-page.tsx', 'components/approvals/approvals-page.tsx', 'components/workers/workers-page.tsx', 'components/settings/settings-page.tsx',
];
/** Libraries that only editing needs. */
const HEAVY = ['zod', '@marcbachmann/cel-js', '@codemirror/', 'elkjs', 'cmdk', 'react-markdown'];

/** What is loaded when somebody asks for it is left out of the bundle. */
const later: Plugin = { name: 'later', setup: ({ onResolve }) => onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined)) };

it('a page that only reads brings no library that only editing needs', async () => {
  const { metafile } = await build({
    absWorkingDir: ROOT, stdin: { contents: READING.map((page) => `export * from './${page}';`).join('\n'), resolveDir: ROOT }, write: false, metafile: true, bundle: true, format: 'esm', platform: 'browser', jsx: 'automatic', logLevel: 'silent',
    external: ['next', 'next/*', 'react', 'react-dom', 'react/*', 'react-dom/*'], loader: { '.css': 'empty' }, plugins: [later],
  });
  const brought = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((input) => (inputs[input]?.bytesInOutput ?? 0) > 0));
  expect(brought).toContain('components/runs/run-page.tsx');
  const heavy = (input: string) => HEAVY.some((name) => input.includes(`node_modules/${name}`));
  // Named by our own files that import it: there it is to be mended.
  const guilty = brought.filter((input) => !heavy(input) && metafile.inputs[input]?.imports.some(({ path }) => heavy(path)));
  expect(guilty).toEqual([]);
  expect(brought.filter(heavy)).toEqual([]);
});

it('the inbox brings the canvas of a request only when it is shown', async () => {
  const { metafile } = await build({
    absWorkingDir: ROOT, entryPoints: ['components/approvals/approvals-page.tsx'], write: false, metafile: true, bundle: true, format: 'esm', platform: 'browser', jsx: 'automatic', logLevel: 'silent', outdir: 'nowhere',
    external: ['next', 'next/*', 'react', 'react-dom', 'react/*', 'react-dom/*'], loader: { '.css': 'empty' }, plugins: [later],
  });
  const brought = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((input) => (inputs[input]?.bytesInOutput ?? 0) > 0));
  expect(brought).toContain('components/approvals/request-view.tsx');
  expect(brought.filter((input) => input.includes('node_modules/@xyflow/') || input.startsWith('components/canvas/definition-canvas'))).toEqual([]);
});
