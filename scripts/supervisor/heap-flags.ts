import { spawnSync } from 'node:child_process';

/** What keeps a worker small under load (docs/decisions/0032-a-small-heap.md). They are no limit: a run that needs more gets it. */
const SMALL_HEAP = ['--max-semi-space-size=16', '--initial-old-space-size=24', '--heap-growing-percent=100'];

/**
 * After a burst V8 takes it that what one line of code makes lives long, and makes it among what is old from then on. Next to
 * nothing that is made for a run does (docs/decisions/0045-shapes-and-tables.md).
 */
const YOUNG_FIRST = ['--no-allocation-site-pretenuring'];

/**
 * What glibc is told in a worker's environment: one arena for all threads. Its own choice, eight for each processor, leaves free pages behind
 * in each of them: some 25 MB after a burst. Other C libraries do not read it.
 */
export const ONE_ARENA = { MALLOC_ARENA_MAX: '1' };

let known: string[] | null = null;
let knownYoungFirst: string[] | null = null;

/** The flags for a worker of this Node; none when whoever starts us has an opinion of their own in `NODE_OPTIONS`. */
export function smallHeap(nodeOptions = process.env['NODE_OPTIONS'] ?? ''): string[] {
  if (nodeOptions.includes('space-size') || nodeOptions.includes('heap-')) return [];
  return (known ??= knownFlags(SMALL_HEAP));
}

/** The flags for every process that starts runs or works at them. */
export function youngFirst(): string[] {
  return (knownYoungFirst ??= knownFlags(YOUNG_FIRST));
}

/** V8's flags are no promise: what this Node does not know would keep every worker from starting. */
export function knownFlags(flags: readonly string[]): string[] {
  const takes = (some: readonly string[]): boolean => spawnSync(process.execPath, [...some, '-e', '0'], { stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } }).status === 0;
  return takes(flags) ? [...flags] : flags.filter((flag) => takes([flag]));
}
