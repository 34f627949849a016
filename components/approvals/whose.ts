/** Whose requests the inbox shows: those for a name of one's own, those for one's groups, or everybody's. */
export const WHOSE = ['me', 'groups', 'all'] as const;
export type Whose = (typeof WHOSE)[number];
export const isWhose = (value: unknown): value is Whose => WHOSE.some((whose) => whose === value);

/** As many as the API takes. */
export const MOST_NAMES = 50;
/** Nobody has this name: what is left is what everybody is asked. */
const NOBODY = '';

export type WhoseList = {
  /** Own name and groups are told apart only where both are known. */
  choices: readonly Whose[];
  taken: Whose;
  /** What the API is asked for; null for everybody's. */
  names: readonly string[] | null;
  /** Nobody said who is looking. */
  unknown: boolean;
};

/** @param chosen what was chosen last, maybe with more known than now */
export function whoseList(chosen: Whose, me: string, groups: readonly string[]): WhoseList {
  const name = me.trim();
  const both = name !== '' && groups.length > 0;
  const taken = chosen === 'groups' && !both ? 'me' : chosen;
  const wanted = !both ? [name, ...groups] : taken === 'groups' ? groups : [name];
  const names = [...new Set(wanted)].filter((each) => each !== '').slice(0, MOST_NAMES);
  return { choices: both ? WHOSE : ['me', 'all'], taken, names: taken === 'all' ? null : names.length > 0 ? names : [NOBODY], unknown: names.length === 0 };
}
