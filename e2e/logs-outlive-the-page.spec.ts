import { expectRun, nodeOf } from './support/canvas.ts';
import { handingOn } from './support/definitions.ts';
import { expect, test } from './support/heddle.ts';

const SOURCE = 'console.warn("careful"); console.error("bad", { n: 7 }); for (let i = 0; i < 300; i++) console.log(i); return 1';

test('what a step logged while nobody watched stands in its inspector, and beside its attempt', async ({ page, api }) => {
  const definition = handingOn();
  const run = await api.startNew({ ...definition, nodes: definition.nodes.map((node) => (node.id === 'pack' ? { ...node, type: 'code', params: { source: SOURCE } } : node)) }, { input: {} });
  await expect.poll(async () => (await api.run(run.id)).status).toBe('completed');
  await page.goto(`/runs/${run.id}`);
  await expectRun(page, 'completed');
  await nodeOf(page, 'pack').click();
  const logs = page.getByTestId('log-lines');
  await expect(logs.locator('[data-level="warn"]')).toContainText('careful');
  await expect(logs.locator('[data-level="error"]')).toContainText('bad {"n":7}');
  await expect(logs).toContainText('102 lines more were left out');
  await page.getByRole('tab', { name: 'Attempts' }).click();
  await expect(page.getByTestId('attempts').getByTestId('log-lines').locator('li')).toHaveCount(200);
  await expect(logs).toHaveCount(1);
});
