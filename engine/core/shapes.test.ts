import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** A shape takes 80 bytes, and what hangs on it comes on top. */
const SHAPE_BYTES = 80;

/**
 * A process of its own: once other tests have kept many states alive, V8 takes it that the next ones live long, too, and
 * allocates them among the shapes.
 */
const left = JSON.parse(
  execFileSync(process.execPath, ['--expose-gc', '--no-allocation-site-pretenuring', '--import', 'tsx', join(import.meta.dirname, 'shapes.fixture.ts')], { encoding: 'utf8', timeout: 20_000, env: { ...process.env, NODE_OPTIONS: '' } }),
) as { asItIs: number; withAnOwnShape: number };

it('a decision makes no object of a shape of its own', () => {
  expect(left.asItIs).toBeLessThan(SHAPE_BYTES);
});

it('one object of a shape of its own would be seen', () => {
  expect(left.withAnOwnShape).toBeGreaterThan(SHAPE_BYTES);
});
