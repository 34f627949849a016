'use client';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type * as problemWords from './problem-words.ts';
import { useLanguage } from './use-t.tsx';

/** The Chinese sentences of what the engine and the API say. */
export type Chinese = typeof problemWords;

/** `english` where English is read, or the sentences could not be loaded. */
export type ChineseState = { state: 'english' } | { state: 'loading' } | { state: 'ready'; words: Chinese };

const store = createStore<ChineseState>(() => ({ state: 'loading' }));
let asked = false;

/** Once for the page; what failed is tried again when somebody needs it next. */
function load(): void {
  if (asked) return;
  asked = true;
  import('./problem-words.ts').then(
    (words) => store.setState({ state: 'ready', words }, true),
    () => {
      asked = false;
      store.setState({ state: 'english' }, true);
    },
  );
}

/** The sentences, which are many, are loaded when a Chinese page needs one. @param needed whether there is something to say */
export function useChinese(needed: boolean): ChineseState {
  const language = useLanguage();
  const loaded = useStore(store);
  const wanted = needed && language === 'zh';
  useEffect(() => {
    if (wanted) load();
  }, [wanted]);
  return language === 'zh' ? loaded : ENGLISH;
}

const ENGLISH: ChineseState = { state: 'english' };

/** Sentences of the engine in the language of the reader: as they are in English, and empty until the Chinese ones are here. */
export function useSentences(needed: boolean): (english: string) => string {
  const chinese = useChinese(needed);
  switch (chinese.state) {
    case 'english':
      return (english) => english;
    case 'loading':
      return () => '';
    case 'ready':
      return (english) => chinese.words.sentenceWords(english) ?? english;
  }
}
