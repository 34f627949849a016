/** What a value in a sentence is called: a setting and its options by their labels, a branch by its name. */
export type ValueNames = { setting: (path: string) => string; option: (path: string, value: string) => string; branch: (name: string) => string };

/** The pattern of an English sentence, and how it is said in Chinese. */
export type Sentence<Names = ValueNames> = readonly [RegExp, (values: readonly string[], names: Names) => string];

/** An English sentence in Chinese, with the values it names; null when nobody translated it. */
export function said<Names>(sentences: readonly Sentence<Names>[], english: string, names: Names): string | null {
  for (const [pattern, say] of sentences) {
    const found = pattern.exec(english);
    if (found) return say(found.slice(1).map((value) => value ?? ''), names);
  }
  return null;
}
