/** How well a text answers a search: 1 when it starts with it, less when all of its words stand somewhere in it, 0 otherwise. */
export function everyWord(text: string, search: string): number {
  const low = text.toLowerCase();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => low.includes(word))) return 0;
  return low.startsWith(words[0] ?? '') ? 1 : 0.6;
}
