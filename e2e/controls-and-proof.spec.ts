import { expectRun, expectSeq, looks, nodeOf, recordLooks, runStatus } from './support/canvas.ts';
import { waitingForSignal } from './support/definitions.ts';
import { callMe, expect, test, type Page } from './support/heddle.ts';
import { listen, upTo } from './support/wire.ts';

async function control(page: Page, button: string, confirm: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await dialog.getByRole('button', { name: confirm }).click();
  await expect(dialog).toHaveCount(0);
}

test('a run is paused, resumed and cancelled from its page, with reason and name in its history', async ({ page, api }) => {
  const run = await api.startNew(waitingForSignal());
  await callMe(page, 'Grace');
  await page.goto(`/runs/${run.id}`);
  await expect.poll(() => looks(page)).toMatchObject({ hold: 'waiting' });

  await control(page, 'Pause', 'Pause the run', 'Lunch');
  await expectRun(page, 'paused');
  await api.signal(run.id, 'go');
  await expect.poll(async () => (await api.events(run.id)).some(({ type }) => type.startsWith('signal'))).toBe(true);
  expect((await looks(page))['after'], 'nothing starts while it is paused').toBe('pending');

  await control(page, 'Resume', 'Resume the run', 'Back');
  await expectRun(page, 'completed');
  const events = await api.events(run.id);
  expect(events.filter(({ type }) => /run\.(paused|resumed)$|pause|resume/.test(type)).map(({ data }) => data)).toMatchObject([{ reason: 'Lunch', by: 'Grace' }, { reason: 'Back', by: 'Grace' }]);

  const second = await api.startNew(waitingForSignal());
  await page.goto(`/runs/${second.id}`);
  await expect.poll(() => looks(page)).toMatchObject({ hold: 'waiting' });
  await control(page, 'Cancel', 'Cancel the run', 'Not needed');
  await expectRun(page, 'cancelled');
  await expect(nodeOf(page, 'hold')).toHaveAttribute('data-look', 'cancelled');
  expect((await api.run(second.id)).status).toBe('cancelled');
});

test('a signal is sent from the page, and the run goes on before its eyes', async ({ page, api }) => {
  const run = await api.startNew(waitingForSignal());
  const seen = await recordLooks(page);
  await page.goto(`/runs/${run.id}`);
  await nodeOf(page, 'hold').click();
  await page.getByTestId('wait-panel').getByRole('button', { name: /go/ }).click();
  await expectRun(page, 'completed');
  await expect.poll(async () => (await seen())['after']).toEqual(['pending', 'waiting', 'completed']);
});

test('the replay proof folds the history again and finds it identical', async ({ page, api }) => {
  const run = await api.start('booking-saga', {}, '60s');
  await page.goto(`/runs/${run.id}`);
  await expectRun(page, 'completed');
  await page.getByTestId('prove-replay').click();
  const events = await api.events(run.id);
  await expect(page.getByTestId('replay-result')).toContainText(new RegExp(`${events.length} events, \\d+ decisions, identical`));
  expect(await api.replay(run.id)).toMatchObject({ ok: true, events: events.length });
});

test('when a booking fails, the way back is walked in reverse order and can be seen', async ({ page, api }) => {
  const seen = await recordLooks(page);
  const wire = await listen(page);
  await page.goto('/runs');
  const run = await api.start('booking-saga', { input: { fault: { service: 'payment', mode: 'refuse' } } });
  await page.goto(`/runs/${run.id}`);
  await expectRun(page, 'completed');
  await expect.poll(() => looks(page)).toMatchObject({ hotel: 'compensated', flight: 'compensated', payment: 'failed', cancelHotel: 'compensated', cancelFlight: 'compensated', refund: 'pending', cancelled: 'completed', confirmed: 'skipped' });
  await expect.poll(async () => (await seen())['hotel']!.at(-1)).toBe('compensated');

  const undone = (await api.events(run.id)).filter(({ type, path }) => type === 'step.completed' && /cancel(Hotel|Flight)$/.test(path ?? '')).map(({ path }) => path);
  expect(undone).toEqual(['book/cancelFlight', 'book/cancelHotel']);
  expect(wire.seqs.filter((seq, at) => wire.seqs.indexOf(seq) !== at), 'no event twice').toEqual([]);
  const walked = page.locator('.hc-compensate');
  await expect(walked).toHaveCount(3);
  await expect(page.locator('.hc-compensate[data-state="undone"]')).toHaveCount(2);
  await page.getByRole('treeitem', { name: /^Book trip/ }).click();
  await page.getByRole('tab', { name: 'Way back' }).click();
  await expect(page.getByTestId('way-back')).toContainText([/Flight.*undone.*by Cancel flight/s, /Hotel.*undone.*by Cancel hotel/s]);
});

test('a run is rewound to any moment, by address and by keyboard, and comes back to its end', async ({ page, api }) => {
  const run = await api.start('booking-saga', { input: { fault: { service: 'payment', mode: 'refuse' } } }, '60s');
  const events = await api.events(run.id);
  const hotelDone = events.find(({ type, path }) => type === 'step.completed' && path === 'book/hotel')!;
  await page.goto(`/runs/${run.id}?at=${hotelDone.seq}`);
  const canvas = page.getByTestId('run-canvas');
  await expect(canvas).toHaveAttribute('data-live', 'false');
  await expect.poll(() => looks(page)).toMatchObject({ hotel: 'completed', payment: 'pending', cancelHotel: 'pending', end: 'pending' });
  await expectSeq(page, run.lastSeq);

  const slider = page.getByRole('slider', { name: 'Rewind' });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => looks(page)).toMatchObject({ hotel: expect.not.stringMatching('completed'), end: 'pending' });
  await expect.poll(() => new URL(page.url()).searchParams.get('at')).not.toBe(String(hotelDone.seq));
  await page.getByTestId('go-live').click();
  await expect(canvas).toHaveAttribute('data-live', 'true');
  await expect.poll(() => looks(page)).toMatchObject({ hotel: 'compensated', cancelled: 'completed', end: 'completed' });
  await expect.poll(() => new URL(page.url()).searchParams.has('at')).toBe(false);
  await expect(runStatus(page)).toHaveAttribute('data-status', 'completed');
});

test('a finished run is told whole: its page reads each event once and stops listening', async ({ page, api }) => {
  const run = await api.start('greeting', {}, '30s');
  const wire = await listen(page, run.id);
  await page.goto(`/runs/${run.id}`);
  await expectSeq(page, run.lastSeq);
  await expect(page.getByTestId('live-badge')).toHaveAttribute('data-connection', 'ended');
  expect(wire.seqs).toEqual(upTo(run.lastSeq));
});
