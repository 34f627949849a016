import { useMemo } from 'react';
import { NODE_TEXTS } from '@/engine/index.ts';
import { useLanguage } from '../i18n/use-t.tsx';

/** Looks up the words of node types (`node.http.label`, `branch.out`, `family.work`); the fallback when there are none. */
export type NodeTextOf = (key: string, fallback: string) => string;

export function nodeTextsIn(language: 'en' | 'zh'): NodeTextOf {
  const texts = NODE_TEXTS[language];
  return (key, fallback) => texts[key] ?? fallback;
}

export function useNodeTexts(): NodeTextOf {
  const language = useLanguage();
  return useMemo(() => nodeTextsIn(language), [language]);
}
