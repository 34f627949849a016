'use client';
import { useMemo, useState } from 'react';
import { jsonReason } from '@/components/i18n/json-reason.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import type { Json, JsonObject } from '@/engine/index.ts';
import { defaultsOf, mergeValues, setAt, validateValue, type FieldProblem } from './model.ts';

export type SchemaFormState = {
  schema: JsonObject;
  value: Json | undefined;
  /** Everything that is wrong, shown or not. */
  problems: readonly FieldProblem[];
  /** What is wrong and may be said: of fields that were left, or of all after a try to send. */
  problemAt: (pointer: string) => FieldProblem | undefined;
  /** Texts that are not JSON yet, by pointer. */
  drafts: ReadonlyMap<string, string>;
  set: (pointer: string, next: Json | undefined) => void;
  setDraft: (pointer: string, text: string | null, reason?: string) => void;
  touch: (pointer: string) => void;
  replace: (value: Json | undefined) => void;
  /** Shows everything that is wrong. @returns the value when it may be sent, null otherwise */
  submit: () => { value: Json | undefined } | null;
};

/** The state of one form. `prefill` is laid over the schema's defaults. */
export function useSchemaForm(schema: JsonObject, prefill?: Json): SchemaFormState {
  const [value, setValue] = useState<Json | undefined>(() => mergeValues(defaultsOf(schema), prefill ?? undefined));
  const [drafts, setDrafts] = useState<ReadonlyMap<string, string>>(new Map());
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map());
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);

  const language = useLanguage();
  const problems = useMemo<FieldProblem[]>(() => {
    const unread = [...reasons].map(([pointer, reason]): FieldProblem => ({ pointer, key: 'forms.badJson', values: { reason: jsonReason(reason, language) } }));
    return [...unread, ...validateValue(schema, value).filter(({ pointer }) => !reasons.has(pointer))];
  }, [schema, value, reasons, language]);

  return {
    schema,
    value,
    problems,
    drafts,
    problemAt: (pointer) => (tried || touched.has(pointer) ? problems.find((problem) => problem.pointer === pointer) : undefined),
    set: (pointer, next) => setValue((current) => setAt(current, pointer, next)),
    setDraft(pointer, text, reason) {
      setDrafts((current) => changed(current, pointer, text));
      setReasons((current) => changed(current, pointer, reason ?? null));
    },
    touch: (pointer) => setTouched((current) => (current.has(pointer) ? current : new Set(current).add(pointer))),
    replace(next) {
      setValue(next);
      setDrafts(new Map());
      setReasons(new Map());
    },
    submit() {
      setTried(true);
      return problems.length === 0 ? { value } : null;
    },
  };
}

function changed(map: ReadonlyMap<string, string>, key: string, value: string | null): ReadonlyMap<string, string> {
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}
