/**
 * The English sentences that are left in a Chinese text: two words in a row outside of quotations.
 * Names, addresses, pointers, JSON and what a person wrote stand in quotation marks.
 */
export function englishLeft(chinese: string): string[] {
  const bare = chinese.replace(/“[^”]*”|"[^"]*"/g, ' · ');
  return bare.match(/[A-Za-z]{2,}(?:[ ,;:.]+[A-Za-z]+)+/g)?.filter((words) => !TERMS.test(words)) ?? [];
}

/** Standards are called what they are called. */
const TERMS = /^(?:JSON Schema)$/;
