import { looks, expectRun, expectSeq, timeline } from './support/canvas.ts';
import { Proxy } from './support/cut-off.ts';
import { ticking } from './support/definitions.ts';
import { callMe, expect, listenForComplaints, test, type Page } from './support/heddle.ts';
import { listen, upTo } from './support/wire.ts';

const AWAY_MS = 30_000;
const LONG_AWAY_MS = 90_000;

test('a page that loses its connection for 30 seconds misses nothing, nor does one that loses it for 90, whether the browser knows that it is offline or not', async ({ page, api, browser, baseURL, allowed }) => {
  test.setTimeout(240_000);
  // One is told that it is offline, the other only finds its connections broken, and for longer.
  allowed.push(/ERR_INTERNET_DISCONNECTED/);
  const proxy = await Proxy.open();
  const context = await browser.newContext({ baseURL: baseURL!, proxy: { server: proxy.url, bypass: '<-loopback>' } });
  const second = await context.newPage();
  const complaints: string[] = [];
  listenForComplaints(second, complaints);

  const run = await api.startNew(ticking(150, '500ms'));
  const pages: { page: Page; wire: Awaited<ReturnType<typeof listen>> }[] = [];
  for (const each of [page, second]) {
    await callMe(each, 'Grace');
    pages.push({ page: each, wire: await listen(each, run.id) });
    await each.goto(`/runs/${run.id}`);
  }
  for (const { wire } of pages) await expect.poll(() => wire.seqs.length, { message: 'events come in live' }).toBeGreaterThan(20);

  await page.context().setOffline(true);
  await proxy.cut();
  const cutAt = Date.now();
  await expect(page.getByText(/offline since/)).toBeVisible();
  await expect(second.getByText(/reconnecting since/)).toBeVisible();
  const before = pages.map(({ wire }) => wire.seqs.length);
  const seqBefore = (await api.run(run.id)).lastSeq;

  const away = (ms: number): Promise<void> => expect.poll(() => Date.now() - cutAt, { timeout: ms + 5_000, intervals: [1_000] }).toBeGreaterThanOrEqual(ms);
  await away(AWAY_MS);
  expect((await api.run(run.id)).lastSeq, 'the run went on meanwhile').toBeGreaterThan(seqBefore + 50);
  expect(pages.map(({ wire }) => wire.seqs.length), 'and nothing of it came through').toEqual(before);
  await page.context().setOffline(false);
  const seqAfter = (await api.run(run.id)).lastSeq;
  await expect.poll(() => pages[0]!.wire.seqs.length, { message: 'the one is live again' }).toBeGreaterThan(seqAfter);

  await away(LONG_AWAY_MS);
  expect(pages[1]!.wire.seqs.length, 'the other has heard nothing yet').toBe(before[1]);
  await proxy.mend();

  // Both live on: the run reaches its request, and a decision of somebody else is seen on both.
  const approval = await expect.poll(async () => (await api.openApprovals(run.id)).length, { timeout: 60_000 }).toBe(1).then(async () => (await api.openApprovals(run.id))[0]!);
  await api.decide(approval.id, { outcome: 'approved', by: 'Ada' });
  for (const { page: each } of pages) await expectRun(each, 'completed');

  const truth = await api.run(run.id);
  const steps = Object.fromEntries(truth.steps.map((step) => [step.path, step.status]));
  for (const { page: each, wire } of pages) {
    await expectSeq(each, truth.lastSeq);
    expect(wire.seqs, 'each event once, in order').toEqual(upTo(truth.lastSeq));
    expect(wire.navigations, 'without a reload').toHaveLength(1);
    await expect.poll(() => looks(each)).toMatchObject({ start: steps['start'], rounds: steps['rounds'], review: steps['review'], yes: steps['yes'], no: steps['no'], end: steps['end'] });
    const rows = await timeline(each);
    for (const path of ['start', 'rounds', 'review', 'yes', 'no', 'end']) expect(rows[path], path).toBe(steps[path]);
    await expect(each.getByText(/offline since|reconnecting since/)).toHaveCount(0);
  }
  expect(complaints.filter((words) => !/ERR_(PROXY|CONNECTION|EMPTY|INCOMPLETE)/.test(words))).toEqual([]);
  await context.close();
  await proxy.cut();
});
