import { createContext, useContext } from 'react';
import type { LocalFinding } from '../model/findings.ts';
import type { ValueOf } from '../model/completion.ts';
import type { Sight } from '../model/sight.ts';
import type { Seen } from '../model/use-last-run.ts';

/** What every field of one form shares. */
export type FieldSetting = {
  /** Begins the ids of the form's elements and the keys by which typing becomes one entry of the history. */
  scope: string;
  readOnly: boolean;
  sight: Sight;
  seen: Seen;
  valueOf: ValueOf;
  findings: readonly LocalFinding[];
};

export const FieldContext = createContext<FieldSetting | null>(null);

export function useFieldSetting(): FieldSetting {
  const setting = useContext(FieldContext);
  if (!setting) throw new Error('A field was rendered outside of a form.');
  return setting;
}

/** Element id of the field at a pointer. */
export function fieldId(setting: FieldSetting, pointer: string): string {
  return `field-${setting.scope}${pointer.replace(/[^\w-]+/g, '-')}`;
}
