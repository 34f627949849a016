import { join } from 'node:path';
import { CORE_VERSION } from '../engine/core/advance.ts';
import { bundle, type Edit, WORKER } from '../engine/crash/programs.fixture.ts';
import { type Protection, PROTECTIONS } from '../engine/crash/protections.fixture.ts';

const core = (version: number): Edit => ({ file: 'engine/core/advance.ts', find: `CORE_VERSION = ${CORE_VERSION};`, replace: `CORE_VERSION = ${version};` });

/** Builds of other days: an older and a newer core, and one that does not know a node type. */
const VARIANTS = {
  usual: [],
  older: [core(CORE_VERSION - 1)],
  newer: [core(CORE_VERSION + 1)],
  poorer: [{ file: 'engine/nodes/catalogue.ts', find: 'emitSpec, httpSpec,', replace: 'emitSpec,' }],
} as const satisfies Record<string, readonly Edit[]>;
export type Variant = keyof typeof VARIANTS;

export type Programs = { workers: Readonly<Record<Variant, string>>; outside: string; hooks: string; dispose: () => Promise<void> };

/** @throws when the source no longer holds what is to be edited */
export async function buildPrograms(without: readonly Protection[]): Promise<Programs> {
  const lacking = without.flatMap((name): readonly Edit[] => PROTECTIONS[name].edits);
  const made: { folder: string; dispose: () => Promise<void> }[] = [];
  const dispose = async (): Promise<void> => void (await Promise.all(made.map((each) => each.dispose())));
  try {
    const folderOf = async (entries: Record<string, string>, edits: readonly Edit[]): Promise<string> => {
      const bundled = await bundle(entries, edits);
      made.push(bundled);
      return bundled.folder;
    };
    const workers: Record<string, string> = {};
    for (const [variant, changed] of Object.entries(VARIANTS)) workers[variant] = join(await folderOf(WORKER, [...lacking, ...changed]), 'worker.mjs');
    const rest = await folderOf({ outside: 'examples/outside-world/server.ts', hooks: 'chaos/inside/hooks.ts' }, []);
    return { workers: workers as Record<Variant, string>, outside: join(rest, 'outside.mjs'), hooks: join(rest, 'hooks.mjs'), dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
