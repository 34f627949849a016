import { cookies, headers } from 'next/headers';
import type { Metadata } from 'next';
import type { MessageKey } from '../i18n/catalogue.ts';
import { chooseLanguage, LANGUAGE_COOKIE, type Language } from '../i18n/language.ts';
import { translateLoosely } from '../i18n/translate.ts';
import { readTheme, THEME_COOKIE, type Theme } from '../ui/theme-choice.ts';

/** What the reader has chosen, read on the server so that the first paint has it. */
export async function readPreferences(): Promise<{ language: Language; theme: Theme }> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return { language: chooseLanguage(jar.get(LANGUAGE_COOKIE)?.value, head.get('accept-language')), theme: readTheme(jar.get(THEME_COOKIE)?.value) };
}

/** The title of a page in the reader's language. */
export async function titleOf(key: MessageKey): Promise<Metadata> {
  const { language } = await readPreferences();
  return { title: translateLoosely(language, key) };
}
