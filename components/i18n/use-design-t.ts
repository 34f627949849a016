'use client';
import { useMemo } from 'react';
import { designCatalogue, type DesignKey } from './design-catalogue.ts';
import type { Language } from './language.ts';
import { translateLoosely, translatorOf, type DesignTranslate } from './translate.ts';
import { useLanguage } from './use-t.tsx';

export type { DesignTranslate } from './translate.ts';

/** The texts of one language, those of designing too. */
export function designTranslator(language: Language): DesignTranslate {
  return Object.assign(translatorOf<DesignKey>(designCatalogue, language), { designs: true as const });
}

/** As `useT`, with the texts of designing, which pages that only show something do without. */
export function useDesignT(): DesignTranslate {
  const language = useLanguage();
  return useMemo(() => designTranslator(language), [language]);
}

/** A text by a key that is only known at run time, such as the label of an entry of the history. */
export function designTextLoosely(language: Language, key: string): string {
  return translateLoosely(language, key, undefined, designCatalogue);
}
