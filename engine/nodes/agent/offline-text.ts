/** Words about words: what the offline model knows of a text. Deterministic, and without any model. */

const COMMON = new Set('a about after all also an and any are as at be been but by can do each for from had has have how if in into is it its may more most no not of on one only or other our out over own so some such than that the their them then there these they this those to under up use was we were what when which who will with would you your please'.split(' '));
const GOOD = new Set('good great excellent strong growth growing profit profitable success successful improve improved gain gains win happy love best benefit positive reliable fast secure leading innovative opportunity healthy satisfied praise praised record'.split(' '));
const BAD = new Set('bad poor weak loss losses decline declining fail failed failure risk risky problem problems angry worst negative slow delay delayed late breach lawsuit debt default defaulted concern concerns complaint complaints drop fraud overdue threat broken'.split(' '));

export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?。！？])\s*|\n+/)
    .map((sentence) => sentence.replace(/^[\s>*#•-]+/, '').trim())
    .filter((sentence) => sentence.length > 3);
}

/** The entries of a list that stands in the text, each on a line after a bullet or a number; none when there are not two. */
export function listedIn(text: string): string[] {
  const entries = [...text.matchAll(/^[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+(\S.*)$/gm)].map((match) => match[1]!.trim());
  return entries.length > 1 ? entries : [];
}

/** The sentences that ask something. */
export function questionsIn(text: string): string[] {
  return [...new Set(sentencesOf(text).filter((sentence) => /[?？]$/.test(sentence)))];
}

/** The whole numbers that the text says, each once. */
export function numbersIn(text: string): number[] {
  return [...new Set((text.match(/(?<![\p{L}\d.,])\d{1,15}(?![\p{L}\d]|[.,]\d)/gu) ?? []).map(Number))];
}

/** Where a text names something as a word of its own; -1 when it does not. */
export function placeOf(what: string, text: string): number {
  const escaped = what.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu'));
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
}

function telling(text: string): string[] {
  return wordsOf(text).filter((word) => word.length > 2 && !COMMON.has(word));
}

/** The sentences that share most with the rest, in the order of the text. */
export function summarise(text: string, count: number): string[] {
  const sentences = [...new Set(sentencesOf(text))];
  const frequency = new Map<string, number>();
  for (const word of telling(text)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const weigh = (sentence: string) => {
    const words = telling(sentence);
    return words.length < 3 ? 0 : words.reduce((sum, word) => sum + (frequency.get(word) ?? 0), 0) / Math.sqrt(words.length);
  };
  return sentences
    .map((sentence, index) => ({ sentence, index, weight: weigh(sentence) }))
    .sort((left, right) => right.weight - left.weight || left.index - right.index)
    .slice(0, count)
    .sort((left, right) => left.index - right.index)
    .map((entry) => entry.sentence);
}

/** Names as they are written: runs of capitalised words that do not only open a sentence. */
export function entitiesOf(text: string): string[] {
  const found = new Map<string, number>();
  for (const sentence of sentencesOf(text)) {
    for (const match of sentence.matchAll(/\p{Lu}[\p{L}\p{N}&.-]*(?:\s+(?:of\s+)?\p{Lu}[\p{L}\p{N}&.-]*)*/gu)) {
      const name = match[0].replace(/[.,;:]+$/, '');
      if ((match.index === 0 && !name.includes(' ')) || COMMON.has(name.toLowerCase()) || name.length < 3) continue;
      found.set(name, (found.get(name) ?? 0) + 1);
    }
  }
  return [...found].sort((left, right) => right[1] - left[1]).map(([name]) => name);
}

export function topicsOf(text: string): string[] {
  const frequency = new Map<string, number>();
  for (const word of telling(text)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return [...frequency].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1)).map(([word]) => word);
}

/** From −1 to 1, by the words that are known to be good or bad. */
export function moodOf(text: string): number {
  let good = 0;
  let bad = 0;
  for (const word of wordsOf(text)) {
    if (GOOD.has(word)) good++;
    else if (BAD.has(word)) bad++;
  }
  return good + bad === 0 ? 0 : (good - bad) / (good + bad);
}

/** A number that depends on the text alone. */
export function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  return hash >>> 0;
}
