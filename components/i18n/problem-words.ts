import { isProblemCode, type Problem } from '@/engine/index.ts';
import { findingWords, valueNames } from './finding-words.ts';
import { FIELD_SENTENCES_ZH } from './messages/field-sentences.ts';
import { FINDING_SENTENCES_ZH } from './messages/finding-sentences.ts';
import { FINDINGS_ZH } from './messages/findings.ts';
import { PROBLEM_SENTENCES_ZH, type ProblemNames } from './messages/problem-sentences.ts';
import { PROBLEM_TITLES_ZH } from './messages/problem-titles.ts';
import { said } from './messages/sentence.ts';

type Item = NonNullable<Problem['problems']>[number];

const NAMES = valueNames(undefined);

/** What a person reads of a problem in Chinese; a sentence that nobody translated stays English, and says so by its `lang`. */
type ProblemWords = { title: string; detail: string; lang: 'zh' | 'en'; problems: Item[] };

/** A problem of the API in Chinese. This module brings every sentence: it is loaded when one is needed. */
export function problemWords({ code, title, detail, problems = [] }: Pick<Problem, 'code' | 'title' | 'detail' | 'problems'>): ProblemWords {
  const chinese = sentenceWords(detail, problems);
  return {
    title: isProblemCode(code) ? PROBLEM_TITLES_ZH[code] : title,
    detail: chinese ?? detail,
    lang: chinese === null ? 'en' : 'zh',
    problems: problems.map(itemWords),
  };
}

/**
 * An English sentence of the engine or the API in Chinese; null when nobody translated it.
 * @param problems what it may quote: their own codes tell more than the sentence
 */
export function sentenceWords(english: string, problems: readonly Item[] = []): string | null {
  const more = / \(and (\d+) more\)$/.exec(english);
  if (more) {
    const first = sentenceWords(english.slice(0, more.index), problems);
    return first === null ? null : `${first}（另有 ${more[1]} 处）`;
  }
  const own = problems.find(({ message }) => message === english);
  if (own !== undefined) return itemSentence(own);
  // What a person wrote, or nobody translated, stands as a quotation within a Chinese sentence.
  const names: ProblemNames = { ...NAMES, sentence: (inner) => sentenceWords(inner, problems) ?? `“${inner}”` };
  return said(PROBLEM_SENTENCES_ZH, english, names) ?? plainSentence(english);
}

/** A problem at one place. What to do about it is left out where it has no Chinese words, as at a finding of the editor. */
function itemWords(item: Item): Item {
  const { fix: _, ...rest } = item;
  const { fix } = findingWords(item, '', 'zh');
  return { ...rest, message: itemSentence(item) ?? item.message, ...(fix === null || fix === item.fix ? {} : { fix }) };
}

/** The fields of a request share some codes with findings, which alone have a severity. */
function itemSentence(item: Item): string | null {
  if (item.severity !== undefined && FINDINGS_ZH[item.code] !== undefined) return findingWords(item, item.node ?? item.edge ?? '', 'zh').message;
  return plainSentence(item.message) ?? said(PROBLEM_SENTENCES_ZH, item.message, { ...NAMES, sentence: quotedUnlessSaid });
}

/** One sentence, or several of which one must hold. */
function plainSentence(english: string): string | null {
  const choices = english.split(' Or: ').map((each) => said(FIELD_SENTENCES_ZH, each, NAMES) ?? said(FINDING_SENTENCES_ZH, each, NAMES));
  return choices.includes(null) ? null : choices.join('或者：');
}

const quotedUnlessSaid = (english: string): string => plainSentence(english) ?? `“${english}”`;
