import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './support/axe.ts';
import { asking, ticking, waitingForSignal } from './support/definitions.ts';
import { expectRun } from './support/canvas.ts';
import { DESKTOP, dress, expect, listenForComplaints, LOOKS, PHONE, test, type Page } from './support/heddle.ts';
import { Api } from './support/api.ts';

/** Where pictures go, for whoever wants to look at every page; none are taken otherwise. */
const shots = process.env['HEDDLE_E2E_SHOTS'];

type Place = { name: string; path: string; ready: (page: Page) => Promise<void> };

const open: string[] = [];
test.afterAll(async ({ request }) => {
  for (const id of open) await new Api(request).cancel(id);
});

let places: Promise<Place[]> | undefined;
/** Every page of the product, each with something to see. Made once. */
function everyPage(api: Api): Promise<Place[]> {
  return (places ??= (async () => {
    const failing = await api.start('booking-saga', { input: { fault: { service: 'payment', mode: 'refuse' } } }, '60s');
    const analysed = await api.start('company-strategy-analysis', {}, '60s');
    const review = await api.startNew(asking('Release payment of 25,000 EUR to Weaver & Daughters?'));
    const waiting = await api.startNew(waitingForSignal());
    const rounds = await api.startNew(ticking(400, '1s'));
    await expect.poll(async () => (await api.openApprovals(review.id)).length).toBe(1);
    open.push(waiting.id, rounds.id, review.id);
    const [request] = await api.openApprovals(review.id);
    const closed = await api.startNew(asking('Was this decided?'));
    await expect.poll(async () => (await api.openApprovals(closed.id)).length).toBe(1);
    const [decided] = await api.openApprovals(closed.id);
    await api.decide(decided!.id, { outcome: 'approved', by: 'Ada', comment: 'Fine by me.', data: { limit: 5 } });
    // The lists have something of each kind to show, whichever tests ran before.
    const forked = await api.fork(closed.id, 'review');
    open.push(forked.id);
    const settled = (status: string) => async (page: Page) => expectRun(page, status);
    return [
      { name: 'workflows', path: '/workflows', ready: async (page) => expect(page.locator('a[href="/workflows/greeting"]:visible')).toBeVisible() },
      { name: 'editor', path: '/workflows/booking-saga', ready: async (page) => expect(page.locator('.react-flow__node')).not.toHaveCount(0) },
      { name: 'runs', path: '/runs', ready: async (page) => expect(page.locator(`[data-row="${forked.id}"]`)).toBeVisible() },
      { name: 'run-undone', path: `/runs/${failing.id}`, ready: settled('completed') },
      { name: 'run-agents', path: `/runs/${analysed.id}?step=strategy`, ready: settled('completed') },
      { name: 'run-approval', path: `/runs/${review.id}?step=review`, ready: async (page) => expect(page.getByTestId('wait-panel')).toBeVisible() },
      { name: 'run-open', path: `/runs/${waiting.id}`, ready: settled('running') },
      { name: 'run-rounds', path: `/runs/${rounds.id}`, ready: async (page) => expect(page.getByTestId('iteration-bar')).toBeVisible() },
      { name: 'runs-compared', path: `/runs/compare?a=${failing.id}&b=${analysed.id}`, ready: async (page) => expect(page.getByTestId('run-comparison')).toBeVisible() },
      { name: 'run-missing', path: '/runs/no-such-run', ready: async (page) => expect(page.locator('main a[href="/runs"]')).toBeVisible() },
      { name: 'approvals', path: '/approvals', ready: async (page) => expect(page.locator(`[data-approval="${request!.id}"]`)).toBeVisible() },
      { name: 'request', path: `/approvals/${request!.id}`, ready: async (page) => expect(page.locator('[data-outcome="approved"]')).toBeVisible() },
      { name: 'request-closed', path: `/approvals/${decided!.id}`, ready: async (page) => expect(page.getByText('Fine by me.')).toBeVisible() },
      { name: 'workers', path: '/workers', ready: async (page) => expect(page.getByRole('table').first()).toBeVisible() },
      { name: 'settings', path: '/settings', ready: async (page) => expect(page.getByRole('radiogroup').or(page.getByRole('group')).first()).toBeVisible() },
      { name: 'nowhere', path: '/no/such/page', ready: async (page) => expect(page.locator('main a[href="/workflows"]')).toBeVisible() },
    ] satisfies Place[];
  })());
}

for (const look of LOOKS) {
  // A page is loaded in one size and then shown in the other: the light ones begin on the desktop, the dark ones on the phone.
  const sizes = look.theme === 'light' ? [DESKTOP, PHONE] : [PHONE, DESKTOP];
  test(`every page in ${look.theme} and ${look.language === 'en' ? 'English' : '简体中文'}, on a desktop and on a phone, is without errors, without anything that sticks out, and without a finding of axe`, async ({ browser, api, baseURL }) => {
    test.setTimeout(240_000);
    const context = await browser.newContext({ baseURL: baseURL!, locale: look.language === 'en' ? 'en-US' : 'zh-CN', timezoneId: 'UTC', reducedMotion: 'reduce' });
    await dress(context, baseURL!, look);
    // Told together: one page must not hide what is wrong with the next.
    const findings: string[] = [];
    const visit = async (page: Page, { name, path, ready }: Place): Promise<void> => {
      const complaints: string[] = [];
      const hush = listenForComplaints(page, complaints);
      await page.setViewportSize(sizes[0]!);
      await page.goto(path);
      for (const viewport of sizes) {
        const where = `${name} at ${viewport.width}×${viewport.height}`;
        await page.setViewportSize(viewport);
        await ready(page).catch((error: Error) => findings.push(`${where} does not come up: ${error.message}`));
        // Drawn in this size: what is measured before was drawn for the other one.
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
        if ((await page.locator('html').getAttribute('lang'))?.startsWith(look.language) !== true) findings.push(`${where} speaks another language`);
        const width = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
        if (width > viewport.width) findings.push(`${where} is ${width} px wide`);
        // The colours of the dark phone are those of the dark desktop, and its shape that of the light one.
        if (look.theme === 'light' || viewport !== PHONE) findings.push(...(await violations(page)).map((words) => `${where}: ${words}`));
        if (shots !== undefined) {
          mkdirSync(shots, { recursive: true });
          await page.screenshot({ path: join(shots, `${name}-${look.theme}-${viewport.width}.png`) });
        }
      }
      hush();
      findings.push(...complaints.filter((words) => !/404/.test(words) || !['run-missing', 'nowhere'].includes(name)).map((words) => `${name}: ${words}`));
    };
    // Two at a time: one is drawn while the other is looked through. Each goes from page to page in one window.
    const left = [...(await everyPage(api))];
    const lane = async (): Promise<void> => {
      const page = await context.newPage();
      for (let place = left.shift(); place !== undefined; place = left.shift()) await visit(page, place);
    };
    await Promise.all([lane(), lane()]);
    expect(findings).toEqual([]);
    await context.close();
  });
}

test('theme and language are chosen in the settings, and the first paint of the next visit has them', async ({ page }) => {
  await page.goto('/settings');
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByText('简体中文').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('设置');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  const html = await (await page.request.get('/workflows')).text();
  expect(html).toMatch(/<html[^>]*lang="zh/);
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);
});
