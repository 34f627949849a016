import type { Page } from '@playwright/test';
import { Stage } from '../browser/stage.ts';
import { until } from '../measure/until.ts';
import type { Bench, Figure } from '../bench-context.ts';

const KB = 1_000;
/** A page has what it wants when nothing more has come for so long. */
const QUIET_MS = 1_500;
const PATIENCE_MS = 30_000;
const MOST_KB = { editor: 600, other: 350 } as const;

/** JavaScript that each page fetches before anybody touches it, as it travels. */
export async function pages(bench: Bench): Promise<Figure[]> {
  const { engine, heddle } = bench;
  const { run } = await engine.startRun({ workflow: 'bench-chain', input: { n: 1 } });
  await engine.waitForEnd(run.id, PATIENCE_MS);
  const places: Record<string, string> = {
    workflows: '/workflows', editor: '/workflows/bench-chain', versions: '/workflows/bench-chain/versions', runs: '/runs', run: `/runs/${run.id}`,
    approvals: '/approvals', request: '/approvals/none', workers: '/workers', settings: '/settings',
  };
  const stage = await Stage.open(bench.say);
  try {
    const figures: Figure[] = [];
    for (const [name, path] of Object.entries(places)) {
      const page = await stage.page();
      await page.goto(`${heddle.url}${path}`);
      const { files, bytes } = await scriptsOf(page);
      await page.context().close();
      figures.push({ name: `JavaScript, ${name}`, value: bytes / KB, unit: 'kB', conditions: `${files} files, compressed, before the first touch`, bar: { below: name === 'editor' ? MOST_KB.editor : MOST_KB.other } });
    }
    return figures;
  } finally {
    await stage.close();
  }
}

async function scriptsOf(page: Page): Promise<{ files: number; bytes: number }> {
  const read = () => page.evaluate(() => performance.getEntriesByType('resource').flatMap((entry) => (entry instanceof PerformanceResourceTiming && new URL(entry.name).pathname.endsWith('.js') ? [entry.encodedBodySize] : [])));
  let sizes = await read();
  let since = performance.now();
  await until(async () => {
    const now = await read();
    if (now.length !== sizes.length) since = performance.now();
    sizes = now;
    return sizes.length > 0 && performance.now() - since > QUIET_MS;
  }, 'The page fetches for ever', PATIENCE_MS);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
