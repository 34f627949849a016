import type { Browser, BrowserContext, Page } from '@playwright/test';

export const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;
export type Look = { theme: 'light' | 'dark'; size: Size; language: 'en' | 'zh' };

/** Both themes in both sizes, and the other language once in each. */
export const LOOKS: readonly Look[] = [
  { theme: 'light', size: 'desktop', language: 'en' },
  { theme: 'dark', size: 'desktop', language: 'en' },
  { theme: 'light', size: 'phone', language: 'en' },
  { theme: 'dark', size: 'phone', language: 'en' },
  { theme: 'light', size: 'desktop', language: 'zh' },
  { theme: 'dark', size: 'phone', language: 'zh' },
];

export function nameOf({ theme, size, language }: Look): string {
  return `${theme}-${size}${language === 'en' ? '' : `-${language}`}`;
}

export async function dressed(browser: Browser, url: string, { theme, size, language }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme: theme, reducedMotion: 'reduce', locale: language === 'en' ? 'en-US' : 'zh-CN' });
  await context.addCookies([{ name: 'heddle-language', value: language, url }]);
  return context;
}

export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'load' });
  await settled(page);
}

/** Skeletons gone, fonts there, the canvas in its place. */
export async function settled(page: Page, ms = 700): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForFunction(() => document.querySelector('[data-skeleton], [aria-busy="true"]') === null, undefined, { timeout: 8_000 }).catch(() => undefined);
  await page.waitForTimeout(ms);
}

/** A phone pans, and a far step is out of sight: the step is chosen by a click that needs no sight. */
export const choose = (node: string) => async (page: Page): Promise<void> => {
  await page.locator(`.react-flow__node[data-id="${node}"]`).dispatchEvent('click');
  await settled(page, 400);
};

export const inTurn = (...steps: ((page: Page) => Promise<void>)[]) => async (page: Page): Promise<void> => {
  for (const step of steps) await step(page);
};

export const press = (...keys: string[]) => async (page: Page): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
  await settled(page, 300);
};
export const click = (selector: string) => async (page: Page): Promise<void> => {
  await page.locator(selector).first().click();
  await settled(page, 300);
};
/** The server as it is when something is missing: the page is told so in its place. */
export const answers = (pattern: string, status: number, body: object) => async (page: Page): Promise<void> => {
  await page.route(pattern, (route) => route.fulfill({ status, contentType: status < 400 || 'checks' in body ? 'application/json' : 'application/problem+json', body: JSON.stringify(body) }));
  await page.reload();
  // What fails is tried again before the page says so.
  if (status >= 400 && !('checks' in body)) await page.locator('main [role="alert"]').first().waitFor({ timeout: 20_000 });
  await settled(page);
};
