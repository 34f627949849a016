import { test as base, expect, type Browser, type BrowserContext, type ConsoleMessage, type Page } from '@playwright/test';
import { Api } from './api.ts';

type Fixtures = {
  api: Api;
  /** What a page wrote to its console as an error, or threw; a test that expects nothing else fails with it. */
  complaints: string[];
  /** Errors that a test means to cause. */
  allowed: RegExp[];
};

/** Every test has the API beside the page, a name to decide under, and fails when a page complains. */
export const test = base.extend<Fixtures, { applications: readonly string[] }>({
  applications: [[], { option: true, scope: 'worker' }],
  baseURL: async ({ applications }, use, { parallelIndex }) => use(applications[parallelIndex]),
  api: async ({ request }, use) => use(new Api(request)),
  allowed: async ({}, use) => use([]),
  complaints: async ({}, use) => use([]),
  page: async ({ page, complaints, allowed }, use) => {
    listenForComplaints(page, complaints);
    await use(page);
    expect(complaints.filter((words) => !allowed.some((pattern) => pattern.test(words))), 'the console of the page').toEqual([]);
  },
});
export { expect };

/** @returns what ends it */
export function listenForComplaints(page: Page, into: string[]): () => void {
  const said = (message: ConsoleMessage): void => {
    if (message.type() === 'error') into.push(`${message.text()} (${message.location().url})`);
  };
  const threw = (error: Error): void => void into.push(String(error));
  page.on('console', said).on('pageerror', threw);
  return () => void page.off('console', said).off('pageerror', threw);
}

/** The name that decisions and controls carry, as the browser remembers it. */
export async function callMe(target: Page | BrowserContext, name: string): Promise<void> {
  await target.addInitScript((text) => localStorage.setItem('heddle.me', JSON.stringify(text)), name);
}

export type Look = { theme: 'light' | 'dark'; language: 'en' | 'zh' };
export const LOOKS: readonly Look[] = [{ theme: 'light', language: 'en' }, { theme: 'dark', language: 'zh' }];

export async function dress(context: BrowserContext, baseURL: string, { theme, language }: Look): Promise<void> {
  await context.addCookies([{ name: 'heddle-theme', value: theme, url: baseURL }, { name: 'heddle-language', value: language, url: baseURL }]);
}

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export type { Browser, BrowserContext, Page };
