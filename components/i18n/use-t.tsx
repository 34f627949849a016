'use client';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { LANGUAGE_COOKIE, type Language } from './language.ts';
import { translator, type Translate } from './translate.ts';

export { translateLoosely, type Translate } from './translate.ts';

const LanguageContext = createContext<Language>('en');

export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The texts of the interface in the language of the reader. Stable as long as the language is. */
export function useT(): Translate {
  const language = useLanguage();
  return useMemo(() => translator(language), [language]);
}

/** Keeps the choice of a language for a year. The caller refreshes the page's data afterwards. */
export function rememberLanguage(language: Language): void {
  document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=31536000; samesite=lax`;
}
