import { expectRun, expectSeq, looks, timeline } from './support/canvas.ts';
import { waitingForSignal } from './support/definitions.ts';
import { expect, test } from './support/heddle.ts';

test('a reload in the middle of a run shows the same state, and the page follows it to its end', async ({ page, api }) => {
  const run = await api.startNew(waitingForSignal());
  const { lastSeq } = await api.waitsFor(run.id, 'go');
  await page.goto(`/runs/${run.id}`);
  // The canvas is first with what is new; what is read of the rest has to have followed.
  await expectSeq(page, lastSeq);
  await expect.poll(() => looks(page)).toEqual({ start: 'completed', prepare: 'completed', hold: 'waiting', after: 'pending', end: 'pending' });
  const before = { looks: await looks(page), timeline: await timeline(page), status: await page.getByTestId('run-status').getAttribute('data-status'), seq: await page.getByTestId('run-status').getAttribute('data-seq') };
  expect(before.seq).toBe(String(lastSeq));

  await page.reload();
  await expectSeq(page, Number(before.seq));
  await expect.poll(() => looks(page)).toEqual(before.looks);
  expect({ timeline: await timeline(page), status: await page.getByTestId('run-status').getAttribute('data-status') }).toEqual({ timeline: before.timeline, status: before.status });

  await api.signal(run.id, 'go');
  await expectRun(page, 'completed');
  await expect.poll(() => looks(page)).toEqual({ start: 'completed', prepare: 'completed', hold: 'completed', after: 'completed', end: 'completed' });
});
