/** Outputs that a fork may change, as they are being written. */
export type OutputTexts = {
  /** By the path of the step. */
  texts: Readonly<Record<string, string>>;
  /** The one that nobody asked for by name. It is no change until it is written in: then it may also be what it was. */
  begun: string | null;
  /** Whether the part of the form is open in which they stand. */
  open: boolean;
  /** The step that the part begins with, where it begins with one. */
  first: string | null;
};

export const NO_OUTPUTS: OutputTexts = { texts: {}, begun: null, open: false, first: null };

/** The fork begins at this step now, or at none: an open part in which nothing is changed begins with it. @param textOf what the output of a step is written as */
export function beginningAt(now: OutputTexts, first: string | null, textOf: (path: string) => string): OutputTexts {
  if (first === now.first) return now;
  return now.open && isUntouched(now) ? begin({ ...now, first }, textOf) : { ...now, first };
}

export function folded(now: OutputTexts, open: boolean, textOf: (path: string) => string): OutputTexts {
  if (!isUntouched(now)) return { ...now, open };
  return open ? begin({ ...now, open }, textOf) : { ...now, open, texts: {}, begun: null };
}

/** Written in, or taken by name: then what was only begun beside it was not meant. */
export function withOutput(now: OutputTexts, path: string, text: string): OutputTexts {
  return { ...now, texts: { ...changedOutputs(now), [path]: text }, begun: null };
}

export function withoutOutput(now: OutputTexts, path: string): OutputTexts {
  return { ...now, texts: without(now.texts, path), begun: now.begun === path ? null : now.begun };
}

/** What is changed: everything but what was only begun. */
export function changedOutputs({ texts, begun }: OutputTexts): Readonly<Record<string, string>> {
  return begun === null ? texts : without(texts, begun);
}

function isUntouched(now: OutputTexts): boolean {
  return Object.keys(changedOutputs(now)).length === 0;
}

function begin(now: OutputTexts, textOf: (path: string) => string): OutputTexts {
  return now.first === null ? { ...now, texts: {}, begun: null } : { ...now, texts: { [now.first]: textOf(now.first) }, begun: now.first };
}

function without(texts: Readonly<Record<string, string>>, path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([other]) => other !== path));
}
