import { generatePrismaClient } from '../build/build.ts';
import { runTool, TOOLS } from '../testing/run-tool.ts';

/** `npm run check`: types, lint, unused exports and the import arrows; all of them, whatever the first says. */
export async function run(): Promise<void> {
  await generatePrismaClient(() => undefined);
  const failed: string[] = [];
  for (const [name, args] of [
    ['types', TOOLS.types],
    ['lint', TOOLS.lint],
    ['unused exports', TOOLS.unused],
    ['arrows', [...TOOLS.vitest, '--project', 'unit', 'engine/architecture.test.ts']],
  ] as const) {
    process.stdout.write(`— ${name}\n`);
    if ((await runTool([...args])) !== 0) failed.push(name);
  }
  process.stdout.write(failed.length === 0 ? 'All is well.\n' : `To mend: ${failed.join(', ')}.\n`);
  process.exit(failed.length === 0 ? 0 : 1);
}
