import type { Page } from '@playwright/test';
import { asking } from './asking.ts';
import { changing } from './changing.ts';
import { everyNode, NODE_TYPES, thatFails, withProblems } from './every-node.ts';
import { answers, choose, click, inTurn, press, settled } from './look.ts';
import type { Product } from './product.ts';
import { starting } from './starting.ts';

/** One thing to look at: a page, and what is done on it before the picture. */
export type Scene = {
  name: string;
  path: string;
  prepare?: (page: Page) => Promise<void>;
  /** The window is as high as what is shown, so that nothing of a long form is out of sight. */
  tall?: number;
  /** There is no room for it, or no way to it, on a phone. */
  desktopOnly?: true;
};

/** Makes what every page needs to have something to show, and says what to look at. */
export async function scenes(product: Product): Promise<Scene[]> {
  const booked = await product.start('booking-saga', {}, true);
  const undone = await product.start('booking-saga', { fault: { service: 'payments', mode: 'refuse', times: 9 } }, true);
  const analysed = await product.start('document-analysis', {}, true);
  const gathered = await product.start('parent-and-children', {}, true);
  const failed = await product.start(await product.create(thatFails()), {}, true);
  const waiting = await product.start('risk-assessment', { customer: 'Shady Offshore Ltd', amount: 25_000, threshold: 50, remind: '1s' });
  const [request] = await product.openApprovals();
  const every = await product.create(everyNode());
  const broken = await product.create(withProblems());
  const empty = await product.create({ heddle: 1, name: 'Nothing yet', nodes: [], edges: [] });
  return [
    ...pages({ booked, undone, analysed, gathered, failed, waiting, request }),
    ...editorScenes({ every, broken, empty }),
    ...dialogs({ waiting, undone }),
    ...(await asking(product, { waiting, undone, failed, gathered })),
    ...(await changing(product)),
    ...(await starting(product)),
    ...states(),
    ...NODE_TYPES.flatMap((type) => inspectors(every, type)),
  ];
}

function pages(made: Record<'booked' | 'undone' | 'analysed' | 'gathered' | 'failed' | 'waiting', string> & { request: string | undefined }): Scene[] {
  return [
    { name: 'workflows', path: '/workflows' },
    { name: 'versions', path: '/workflows/booking-saga/versions' },
    { name: 'runs', path: '/runs' },
    { name: 'run-completed', path: `/runs/${made.booked}` },
    { name: 'run-undone', path: `/runs/${made.undone}` },
    { name: 'run-undone-step', path: `/runs/${made.undone}?step=${encodeURIComponent('trip/payment')}` },
    { name: 'run-agents', path: `/runs/${made.analysed}` },
    { name: 'run-agents-step', path: `/runs/${made.analysed}`, prepare: choose('summary') },
    { name: 'run-map', path: `/runs/${made.gathered}` },
    { name: 'run-failed', path: `/runs/${made.failed}` },
    { name: 'run-failed-step', path: `/runs/${made.failed}`, prepare: choose('book') },
    { name: 'run-waiting', path: `/runs/${made.waiting}` },
    { name: 'run-waiting-step', path: `/runs/${made.waiting}`, prepare: choose('review') },
    { name: 'runs-compared', path: `/runs/compare?a=${made.booked}&b=${made.undone}` },
    { name: 'runs-compared-step', path: `/runs/compare?a=${made.booked}&b=${made.undone}&step=${encodeURIComponent('trip/payment')}` },
    { name: 'run-past', path: `/runs/${made.undone}?at=8` },
    { name: 'approvals', path: '/approvals' },
    ...(made.request === undefined ? [] : [{ name: 'approval', path: `/approvals/${encodeURIComponent(made.request)}` }]),
    { name: 'approvals-for-me', path: '/approvals', prepare: click('[role="radio"][aria-checked="false"]') },
    ...(made.request === undefined ? [] : [{ name: 'approval-handed-over', path: `/approvals/${encodeURIComponent(made.request)}`, prepare: click('[data-testid="delegate"]') }]),
    { name: 'approvals-closed', path: '/approvals', prepare: click('header button[aria-pressed="false"]') },
    { name: 'workers', path: '/workers' },
    { name: 'queue-limits', path: '/workers', prepare: click('[data-testid="limits"]:visible') },
    { name: 'settings', path: '/settings' },
    { name: 'not-found', path: '/runs/00000000-0000-7000-8000-000000000000' },
    { name: 'nowhere', path: '/no/such/page' },
  ];
}

function editorScenes({ every, broken, empty }: Record<'every' | 'broken' | 'empty', string>): Scene[] {
  return [
    { name: 'editor', path: '/workflows/booking-saga' },
    { name: 'editor-step', path: '/workflows/booking-saga', prepare: choose('flight') },
    { name: 'editor-every', path: `/workflows/${every}` },
    { name: 'editor-empty', path: `/workflows/${empty}` },
    { name: 'editor-problems', path: `/workflows/${broken}`, prepare: click('[data-testid="proof"]') },
    { name: 'editor-problem-step', path: `/workflows/${broken}`, prepare: choose('call') },
    { name: 'editor-reliability', path: '/workflows/booking-saga', prepare: inTurn(choose('flight'), click('[role="tab"]:nth-of-type(2)')), tall: 1_500 },
    { name: 'editor-data', path: '/workflows/booking-saga', prepare: inTurn(choose('flight'), click('[role="tab"]:nth-of-type(3)')) },
    { name: 'palette', path: '/workflows/booking-saga', prepare: click('[data-testid="add-step"]') },
    { name: 'menu-node', path: '/workflows/booking-saga', desktopOnly: true, prepare: async (page) => { await page.locator('.react-flow__node[data-id="flight"]').click({ button: 'right' }); await settled(page, 300); } },
    { name: 'menu-more', path: '/workflows/booking-saga', prepare: click('[data-testid="more"]') },
    { name: 'commands', path: '/workflows/booking-saga', prepare: press('Control+k') },
    { name: 'find', path: '/workflows/booking-saga', prepare: inTurn(press('Control+f'), async (page) => page.keyboard.type('pay')) },
    { name: 'help', path: '/workflows/booking-saga', desktopOnly: true, prepare: press('?') },
    { name: 'publish', path: '/workflows/booking-saga', prepare: press('Shift+P') },
    { name: 'back-test', path: '/workflows/booking-saga', prepare: press('Shift+B') },
    { name: 'publish-broken', path: `/workflows/${broken}`, prepare: press('Shift+P') },
    { name: 'run-form', path: '/workflows/booking-saga', prepare: click('[data-testid="run"]') },
    { name: 'run-form-every', path: `/workflows/${every}`, prepare: click('[data-testid="run"]') },
    { name: 'api', path: '/workflows/booking-saga', desktopOnly: true, prepare: inTurn(click('[data-testid="more"]'), async (page) => page.locator('[role="menuitem"]:has(svg.lucide-code)').click(), (page) => settled(page, 300)) },
  ];
}

function dialogs({ waiting, undone }: Record<'waiting' | 'undone', string>): Scene[] {
  return [
    { name: 'new-workflow-menu', path: '/workflows', prepare: click('header button:has-text("workflow"), header button:has-text("工作流")') },
    { name: 'run-menu', path: `/runs/${waiting}`, prepare: click('header [aria-haspopup="menu"]') },
    { name: 'cancel-dialog', path: `/runs/${waiting}`, prepare: inTurn(click('header [aria-haspopup="menu"]'), click('[data-id="menu-cancel"]')) },
    { name: 'run-history', path: `/runs/${undone}`, prepare: async (page) => { await page.getByRole('radio', { name: /History|历史/ }).or(page.getByRole('tab', { name: /History|历史/ })).first().click(); await settled(page, 300); } },
    { name: 'run-filter', path: '/runs?status=failed' },
  ];
}

/** What is seldom seen: nothing there, or something wrong. */
function states(): Scene[] {
  const none = { items: [], nextCursor: null };
  const problem = { type: 'about:blank', title: 'The store does not answer', status: 503, detail: 'Postgres did not answer within 5 s.', code: 'unavailable', requestId: 'r-1', problems: [] };
  const check = (ok: boolean, message: string) => ({ ok, message, ms: 2 });
  return [
    { name: 'workers-none', path: '/workers', prepare: answers('**/api/v1/workers?*', 200, none) },
    { name: 'workers-error', path: '/workers', prepare: answers('**/api/v1/workers?*', 503, problem) },
    { name: 'runs-none', path: '/runs?q=nothing-is-called-that' },
    { name: 'workflows-error', path: '/workflows', prepare: answers('**/api/v1/workflows?*', 503, problem) },
    { name: 'settings-not-ready', path: '/settings', prepare: answers('**/api/v1/readyz', 503, { ok: false, checks: { postgres: check(true, 'answers'), redis: check(false, 'connect ECONNREFUSED 127.0.0.1:6379'), migrations: check(true, 'applied') } }) },
    // Not an error that the API may answer but one that nobody thought of: the page stumbles over a worker that is nothing.
    { name: 'crashed', path: '/workers', prepare: inTurn(answers('**/api/v1/workers?*', 200, { items: [null], nextCursor: null }), async (page) => page.locator('[data-testid="crashed"]').waitFor()) },
    { name: 'approvals-none', path: '/approvals', prepare: answers('**/api/v1/approvals?*', 200, none) },
  ];
}

function inspectors(workflow: string, type: string): Scene[] {
  return [{ name: `inspector-${type}`, path: `/workflows/${workflow}`, tall: 1_400, prepare: choose(type) }];
}
