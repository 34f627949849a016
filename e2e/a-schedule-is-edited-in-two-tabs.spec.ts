import { Drawing } from './support/draw.ts';
import { expect, test } from './support/heddle.ts';

let drawn: string | null = null;
test.afterEach(async ({ api }) => {
  if (drawn !== null) await api.deleteWorkflow(drawn);
  drawn = null;
});

test('a schedule is undone and redone with all that belongs to it, and a second tab does not write over it', async ({ page, api, context }) => {
  test.setTimeout(90_000);
  const draw = new Drawing(page, api);
  await draw.blank();
  drawn = draw.slug;
  await draw.select('start');
  await draw.openTab('Settings');
  await draw.choose('Started by', 'A schedule');
  await draw.write('Cron expression', '0 9 * * 1-5');
  await expect(draw.node('start')).toContainText('every weekday 09:00');

  await test.step('to another kind of times and back', async () => {
    await page.getByRole('radio', { name: 'Every', exact: true }).click();
    await draw.write('Every', '15m');
    await expect(draw.node('start')).toContainText('every 15 m');
    const undo = page.getByTestId('undo');
    for (let steps = 0; steps < 6 && !(await draw.node('start').innerText()).includes('every weekday 09:00'); steps++) await undo.click();
    await expect(draw.node('start')).toContainText('every weekday 09:00');
    const settings = page.getByRole('tabpanel', { name: 'Settings' });
    await expect(settings.getByRole('radio', { name: 'Every', exact: true })).not.toBeChecked();
    await expect(page.getByTestId('next-times').getByRole('listitem')).toHaveCount(5);
    const redo = page.getByTestId('redo');
    while (await redo.isEnabled()) await redo.click();
    await expect(draw.node('start')).toContainText('every 15 m');
    await expect(settings.getByRole('radio', { name: 'Every', exact: true })).toBeChecked();
  });

  await test.step('what two tabs say is asked about, and neither is lost unseen', async () => {
    await expect.poll(async () => JSON.stringify((await api.workflow(drawn!)).definition)).toContain('15m');
    const other = new Drawing(await context.newPage(), api);
    await other.page.goto(`/workflows/${drawn!}`);
    await expect(other.node('start')).toContainText('every 15 m');
    await draw.write('Every', '20m');
    await expect.poll(async () => JSON.stringify((await api.workflow(drawn!)).definition)).toContain('20m');
    await other.select('start');
    await other.openTab('Settings');
    await other.write('Every', '30m');
    await expect(other.page.getByTestId('save-state')).toHaveAttribute('data-save', 'conflict', { timeout: 15_000 });
    expect(JSON.stringify((await api.workflow(drawn!)).definition)).toContain('20m');
  });
});
