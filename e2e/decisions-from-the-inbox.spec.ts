import { violations } from './support/axe.ts';
import { expectRun } from './support/canvas.ts';
import { asking } from './support/definitions.ts';
import { callMe, dress, expect, PHONE, test } from './support/heddle.ts';
import type { Api } from './support/api.ts';

let named = 0;
async function ask(api: Api, more: Record<string, unknown> = {}, about = 'Grant limit'): Promise<{ runId: string; approvalId: string; title: string }> {
  const title = `${about} ${Date.now().toString(36)}-${(named += 1)}?`;
  const run = await api.startNew(asking(title, more));
  await expect.poll(async () => (await api.openApprovals(run.id)).length).toBe(1);
  return { runId: run.id, approvalId: (await api.openApprovals(run.id))[0]!.id, title };
}

test('requests are approved and rejected from the inbox by keyboard alone, and a key pressed once decides nothing', async ({ page, api }) => {
  const about = `Pair ${Date.now().toString(36)}`;
  const [first, second] = [await ask(api, {}, about), await ask(api, {}, about)];
  await callMe(page, 'Grace');
  await page.goto('/approvals');
  await page.getByRole('searchbox', { name: 'Search requests' }).fill(about);
  await page.keyboard.press('Tab');
  const inbox = page.getByRole('list', { name: 'Requests' });
  const marked = inbox.locator('a[aria-current]');
  await expect(inbox.locator(`[data-approval="${second.approvalId}"]`)).toBeVisible();
  const walkTo = async (id: string): Promise<void> => {
    await page.locator('body').click({ position: { x: 700, y: 20 } });
    for (let at = 0; at < 50; at++) await page.keyboard.press('k');
    await expect.poll(async () => {
      const here = await marked.getAttribute('data-approval');
      if (here !== id) await page.keyboard.press('j');
      return here;
    }).toBe(id);
    await expect(page.getByLabel('Your name')).toHaveValue('Grace');
  };

  await walkTo(first.approvalId);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(first.title);
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: 'Press A again' })).toBeVisible();
  expect((await api.approval(first.approvalId)).status).toBe('open');
  await page.keyboard.press('a');
  await expect.poll(async () => (await api.approval(first.approvalId)).outcome).toBe('approved');
  await expect(inbox.locator(`[data-approval="${first.approvalId}"]`)).toHaveCount(0);

  await walkTo(second.approvalId);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(second.title);
  await page.keyboard.press('r');
  await page.keyboard.press('r');
  await expect.poll(async () => (await api.approval(second.approvalId)).outcome).toBe('rejected');
  expect((await api.approval(second.approvalId)).decisions).toMatchObject([{ by: 'Grace', outcome: 'rejected' }]);

  for (const [runId, output] of [[first.runId, { granted: 10_000 }], [second.runId, 'refused']] as const) {
    await expect.poll(async () => (await api.run(runId)).status).toBe('completed');
    expect((await api.run(runId)).output).toEqual(output);
  }
});

test('a more pressing request does not come up under the hands of who answers another', async ({ page, api }) => {
  const about = `Hold ${Date.now().toString(36)}`;
  const title = (name: string) => `${about} ${name}?`;
  const inbox = page.getByRole('list', { name: 'Requests' });
  await callMe(page, 'Grace');
  const first = await api.startNew(asking(title('calm')));
  await expect.poll(async () => (await api.openApprovals(first.id)).length).toBe(1);
  await page.goto('/approvals');
  await page.getByRole('searchbox', { name: 'Search requests' }).fill(about);
  await expect(inbox.getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(title('calm'));
  await page.getByLabel('Limit').fill('5');

  const second = await api.startNew(asking(title('pressing'), { due: '1h' }));
  await expect(inbox.getByRole('listitem')).toHaveCount(2);
  await expect(inbox.getByRole('listitem').first()).toContainText(title('pressing'));
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(title('calm'));
  await expect(page.getByLabel('Limit')).toHaveValue('5');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(async () => (await api.run(first.id)).output).toEqual({ granted: 5 });
  // Then the other one comes up, as it was asked.
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(title('pressing'));
  await expect(page.getByLabel('Limit')).toHaveValue('10000');
  expect((await api.openApprovals(second.id)).length).toBe(1);
});

test('whoever asked for it does not approve it: the page says so, and so does the API', async ({ page, api }) => {
  const request = await ask(api, { excluded: ['Grace'] });
  await callMe(page, 'grace');
  await page.goto(`/approvals/${request.approvalId}`);
  await expect(page.getByText('· Grace may not decide', { exact: true })).toBeVisible();
  await expect(page.getByText('grace may not decide this request; somebody else must.')).toBeVisible();
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByLabel('Your name')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await expect(api.decide(request.approvalId, { outcome: 'approved', by: 'GRACE', data: { limit: 5 } })).rejects.toThrow('may_not_decide');
  expect((await api.approval(request.approvalId)).status).toBe('open');
  await page.getByLabel('Your name').fill('Lin');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(async () => (await api.approval(request.approvalId)).decisions).toMatchObject([{ by: 'Lin', outcome: 'approved' }]);
});

test('keys decide nothing while somebody types', async ({ page, api }) => {
  const request = await ask(api);
  await callMe(page, 'Grace');
  await page.goto(`/approvals/${request.approvalId}`);
  await page.getByRole('textbox', { name: 'Comment' }).pressSequentially('aarr');
  await expect(page.getByRole('textbox', { name: 'Comment' })).toHaveValue('aarr');
  await expect(page.getByText(/Press . again/)).toHaveCount(0);
  expect((await api.approval(request.approvalId)).status).toBe('open');
});

test('the second decision is told who was first, and changes nothing', async ({ page, api, allowed }) => {
  allowed.push(/409/);
  const request = await ask(api);
  await callMe(page, 'Grace');
  await page.goto(`/approvals/${request.approvalId}`);
  await expect(page.getByRole('button', { name: 'Approve' })).toBeEnabled();
  // Ada's answer arrives before the page hears of it.
  await page.route(`**/api/v1/approvals/${request.approvalId}/decision`, async (route) => {
    await api.decide(request.approvalId, { outcome: 'rejected', by: 'Ada' });
    await route.continue();
  });
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Ada was faster').first()).toBeVisible();
  await expect(page.getByText(/Ada chose Reject .*Nothing was changed by your decision/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  expect((await api.approval(request.approvalId)).decisions).toMatchObject([{ by: 'Ada', outcome: 'rejected' }]);
});

test('fetching the link of a request decides nothing', async ({ request, api }) => {
  const { approvalId } = await ask(api);
  for (const path of [`/approvals/${approvalId}`, `/approvals/${approvalId}?outcome=approved`, `/api/v1/approvals/${approvalId}`]) expect((await request.get(path)).ok()).toBe(true);
  expect((await request.get(`/api/v1/approvals/${approvalId}/decision`)).status()).toBe(405);
  expect((await api.approval(approvalId)).status).toBe('open');
});

test('the page of a request shows its run on the canvas, live, with the step that asks and its ways on', async ({ page, api }) => {
  const request = await ask(api);
  await page.goto(`/approvals/${request.approvalId}`);
  const canvas = page.getByTestId('request-canvas');
  await canvas.scrollIntoViewIfNeeded();
  const step = canvas.locator('[data-node="review"]');
  await expect(step).toHaveAttribute('data-look', 'waiting');
  const [inside, frame] = [(await step.boundingBox())!, (await canvas.boundingBox())!];
  expect(inside.x >= frame.x && inside.y >= frame.y && inside.x + inside.width <= frame.x + frame.width && inside.y + inside.height <= frame.y + frame.height, 'the step that asks is in sight').toBe(true);
  await expect(step.locator('.hc-row')).toHaveText([/^approved?$/i, /^reject(ed)?$/i, /time ?out/i]);
  expect(await violations(page)).toEqual([]);
  // Tab passes by the steps, the wheel moves the page.
  expect(await canvas.locator('.react-flow__node[tabindex="0"]').count()).toBe(0);
  const zoom = await canvas.locator('.react-flow__viewport').getAttribute('style');
  await page.mouse.move(frame.x + frame.width / 2, frame.y + 40);
  await page.mouse.wheel(0, -120);
  expect(await canvas.locator('.react-flow__viewport').getAttribute('style')).toBe(zoom);
  const toggle = page.getByTestId('request-canvas-toggle');
  await toggle.focus();
  await page.keyboard.press('Enter');
  await expect(canvas).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(step).toBeVisible();

  await api.decide(request.approvalId, { outcome: 'approved', by: 'Ada', data: { limit: 5 } });
  await expect(step).toHaveAttribute('data-look', 'completed');
});

test('a new request raises the badge of every open page, and a decision lowers it', async ({ page, api }) => {
  await page.goto('/workflows');
  const badge = page.getByRole('navigation').getByRole('link', { name: /Approvals/ });
  const before = (await api.openApprovals()).length;
  const request = await ask(api);
  await expect(badge).toContainText(String(before + 1));
  await api.decide(request.approvalId, { outcome: 'rejected', by: 'Ada' });
  await expect(badge).not.toContainText(String(before + 1));
});

test.describe('on a phone', () => {
  test.use({ viewport: PHONE, hasTouch: true });

  test('the page of a request approves, with its form, at 390 × 844', async ({ page, api }) => {
    const request = await ask(api);
    await page.goto(`/approvals/${request.approvalId}`);
    await expect(page.getByRole('heading', { level: 2 })).toHaveText(request.title);
    // The canvas waits until it is asked for.
    await expect(page.getByTestId('request-canvas')).toBeHidden();
    await page.getByTestId('request-canvas-toggle').tap();
    await expect(page.getByTestId('request-canvas').locator('[data-node="review"]')).toBeVisible();
    await page.getByTestId('request-canvas-toggle').tap();
    await page.getByRole('spinbutton', { name: /Limit/ }).or(page.getByRole('textbox', { name: /Limit/ })).fill('7500');
    const approve = page.getByRole('button', { name: 'Approve' });
    await approve.tap();
    await expect(page.getByText('Say who decides')).toBeVisible();
    await page.getByLabel('Your name').fill('Lin');
    await expect(approve).toBeInViewport({ ratio: 1 });
    const box = (await approve.boundingBox())!;
    expect(box.height, 'a finger finds it').toBeGreaterThanOrEqual(44);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing sticks out').toBeLessThanOrEqual(PHONE.width);
    await approve.tap();
    await expect.poll(async () => (await api.approval(request.approvalId)).decisions).toMatchObject([{ by: 'Lin', outcome: 'approved' }]);
    await page.goto(`/runs/${request.runId}`);
    await expectRun(page, 'completed');
    expect((await api.run(request.runId)).output).toEqual({ granted: 7_500 });
  });
});

test('a request is handed over: it leaves the inbox of who does so, and comes up in that of who is asked', async ({ page, api }) => {
  const request = await ask(api);
  await callMe(page, 'Grace');
  await page.goto(`/approvals/${request.approvalId}`);
  const inbox = page.getByRole('list', { name: 'Requests' });
  const mine = inbox.locator(`[data-approval="${request.approvalId}"]`);
  await page.getByRole('radio', { name: 'For me' }).click();
  // It asks nobody by name, so it asks her, too.
  await expect(mine).toBeVisible();

  await page.getByTestId('delegate').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByTestId('confirm').click();
  await expect(dialog.getByText('Say who is to decide.')).toBeVisible();
  await expect(dialog.getByLabel('To whom')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('To whom').fill('Lin, finance');
  await dialog.getByLabel('Comment').fill('You know the client.');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect((await api.approval(request.approvalId)).assignees).toEqual([]);

  await page.getByTestId('delegate').click();
  await dialog.getByLabel('To whom').fill('Lin, finance');
  await dialog.getByLabel('Comment').fill('You know the client.');
  await dialog.getByTestId('confirm').click();
  await expect(page.getByText('Handed over to Lin, finance', { exact: true })).toBeVisible();
  await expect(mine).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Decisions' })).toContainText('You know the client.');
  expect(await api.approval(request.approvalId)).toMatchObject({ status: 'open', assignees: ['Lin', 'finance'], delegations: [{ by: 'Grace', to: ['Lin', 'finance'] }] });

  // Whoever belongs to a group that is asked finds it again.
  await page.goto('/settings');
  await page.getByLabel('Groups').fill('on-call, finance');
  await page.goto('/approvals');
  await expect(page.getByRole('radio', { name: 'Mine', exact: true })).toBeChecked();
  await expect(mine).toHaveCount(0);
  await page.getByRole('radio', { name: 'My groups’' }).click();
  await expect(mine).toBeVisible();
  await mine.click();
  await page.getByLabel('Limit').fill('5');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(async () => (await api.run(request.runId)).output).toEqual({ granted: 5 });
  const events = await api.events(request.runId);
  expect(events.find(({ type }) => type === 'approval.delegated')?.data).toEqual({ to: ['Lin', 'finance'], by: 'Grace', comment: 'You know the client.' });
  expect((await api.replay(request.runId)).ok).toBe(true);
});

test('who is asked is reminded in the open page, and whom it escalates to sees it come up', async ({ page, api, browser, baseURL }) => {
  await callMe(page, 'Grace');
  await page.goto('/approvals');
  await expect(page.getByRole('heading', { name: 'Approvals' })).toBeVisible();
  const context = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), viewport: PHONE, reducedMotion: 'reduce' });
  await dress(context, baseURL ?? '', { theme: 'dark', language: 'zh' });
  await callMe(context, 'Lin');
  await context.addInitScript(() => {
    localStorage.setItem('heddle.groups', JSON.stringify('board'));
    localStorage.setItem('heddle.inbox', JSON.stringify('groups'));
  });
  const theirs = await context.newPage();
  await theirs.goto('/approvals');
  await expect(theirs.getByRole('radio', { name: '我的小组' })).toBeChecked();

  const request = await ask(api, { assignees: ['Grace'], remindAfter: '3s', remindTimes: 1, escalateAfter: '8s', escalateTo: ['board'] });
  const row = (of: typeof page) => of.locator(`[data-approval="${request.approvalId}"]`);
  await expect(row(page)).toBeVisible();
  await expect(page.getByText(`Reminder: “${request.title}” waits for a decision`, { exact: true })).toBeVisible();
  await expect(row(page)).toContainText('Reminded once');
  // They are not asked yet, and hear nothing.
  await expect(row(theirs)).toHaveCount(0);
  await row(page).click();
  const clocks = page.getByRole('region', { name: 'Reminders' });
  await expect(clocks).toContainText('board will be asked, too');

  await expect(row(theirs)).toBeVisible();
  await expect(row(theirs)).toContainText('已另请 board 决定');
  await theirs.getByRole('button', { name: '打开请求' }).click();
  await expect(theirs).toHaveURL(new RegExp(request.approvalId));
  await expect(theirs.getByRole('heading', { level: 2 })).toHaveText(request.title);
  await expect(theirs.getByRole('region', { name: '提醒与升级' })).toContainText(/已另请 board 决定，.*，因为 8 秒内未作出决定/);
  expect(await violations(theirs)).toEqual([]);
  expect(await theirs.evaluate(() => document.documentElement.scrollWidth), 'nothing sticks out').toBeLessThanOrEqual(PHONE.width);
  await expect(clocks).toContainText(/Escalated to board, too, .*, because it was not decided within 8 s/);
  expect(await violations(page)).toEqual([]);
  expect(await api.approval(request.approvalId)).toMatchObject({ assignees: ['Grace', 'board'], reminders: { given: 1, most: 1, nextAt: null }, escalation: { to: ['board'], mode: 'add' } });

  await theirs.getByRole('button', { name: '同意' }).click();
  await expect.poll(async () => (await api.approval(request.approvalId)).decisions).toMatchObject([{ by: 'Lin', outcome: 'approved' }]);
  await context.close();
  await page.goto(`/runs/${request.runId}`);
  await expectRun(page, 'completed');
  const told = (await api.events(request.runId)).filter(({ type }) => /^approval\.(reminded|escalated)$/.test(type)).map(({ data }) => data);
  expect(told).toEqual([{ number: 1, to: ['Grace'], nextAt: null }, { to: ['board'], mode: 'add', afterMs: 8_000, assignees: ['Grace', 'board'] }]);
  expect((await api.replay(request.runId)).ok).toBe(true);
});
