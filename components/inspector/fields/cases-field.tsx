'use client';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { expressionWords } from '@/components/i18n/finding-words.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { Button, IconButton } from '@/components/ui/button.tsx';
import { idSchema, isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';
import { EditText, useProblems } from './edit-text.tsx';
import { useFieldSetting } from './field-context.ts';
import { Note, Preview, Row, type RowProps } from './row.tsx';
import { useLocal } from './use-local.ts';

type Case = { id: string; when: string; label?: Json };
type Props = Omit<RowProps, 'children' | 'preview' | 'error'> & { value: Json | undefined; onChange: (value: Json | undefined, whole?: boolean) => void };

function casesOf(value: Json | undefined): Case[] {
  return Array.isArray(value) ? value.filter(isJsonObject).map((item) => ({ ...item, id: String(item['id'] ?? ''), when: typeof item['when'] === 'string' ? item['when'] : JSON.stringify(item['when'] ?? '') })) : [];
}

/** The cases of a switch, in the order in which they are asked. */
export function CasesField({ value, onChange, ...row }: Props) {
  const t = useDesignT();
  const { readOnly } = useFieldSetting();
  const cases = casesOf(value);
  // The case that was added here: its name takes the keyboard.
  const [added, setAdded] = useState<number | null>(null);
  const put = (next: Case[], whole = false): void => onChange(next as unknown as JsonObject[], whole);
  const change = (at: number, patch: Partial<Case>): void => put(cases.map((one, index) => (index === at ? { ...one, ...patch } : one)));
  const move = (at: number, by: number): void => {
    const next = [...cases];
    next.splice(at + by, 0, ...next.splice(at, 1));
    put(next, true);
  };
  return (
    <Row {...row}>
      <ol className="space-y-2" aria-label={row.label}>
        {cases.map((one, at) => (
          <li key={at} className="rounded-md border border-line bg-sunken p-2">
            <div className="mb-1.5 flex items-center gap-1">
              <span className="tabular w-4 text-center text-xs text-ink-3">{at + 1}</span>
              <CaseName name={one.id} others={cases.flatMap(({ id }, index) => (index === at ? [] : [id]))} label={t('inspector.caseName', { number: at + 1 })} readOnly={readOnly} fresh={added === at} onName={(id) => change(at, { id })} />
              {!readOnly && (
                <>
                  <IconButton label={t('inspector.moveUp')} size="sm" disabled={at === 0} onClick={() => move(at, -1)}><ArrowUp aria-hidden /></IconButton>
                  <IconButton label={t('inspector.moveDown')} size="sm" disabled={at === cases.length - 1} onClick={() => move(at, 1)}><ArrowDown aria-hidden /></IconButton>
                  <IconButton label={t('inspector.removeNamed', { name: one.id })} size="sm" onClick={() => put(cases.filter((_, index) => index !== at), true)}><X aria-hidden /></IconButton>
                </>
              )}
            </div>
            <When pointer={`${row.pointer}/${at}/when`} text={one.when} label={t('inspector.caseWhen', { name: one.id })} onText={(when) => change(at, { when })} />
          </li>
        ))}
      </ol>
      {!readOnly && (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2 mt-1"
          icon={<Plus aria-hidden />}
          onClick={() => {
            setAdded(cases.length);
            put([...cases, { id: freshCase(cases), when: 'false' }], true);
          }}
        >
          {t('inspector.addCase')}
        </Button>
      )}
    </Row>
  );
}

/**
 * What a case is called. A name that cannot be one, or that another case has, stays in the field and out of the document:
 * on the way to another name an edge would lose its branch.
 */
function CaseName({ name, others, label, readOnly, fresh, onName }: { name: string; others: readonly string[]; label: string; readOnly: boolean; fresh: boolean; onName: (name: string) => void }) {
  const read = (text: string): { value: Json } | null => (idSchema.safeParse(text).success && !others.includes(text) ? { value: text } : null);
  const [text, setText] = useLocal(name, (value) => String(value ?? ''), read);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fresh) field.current?.select();
  }, [fresh]);
  return (
    <input
      ref={field}
      className="field h-[26px] min-w-0 flex-1 px-2 font-mono text-sm"
      aria-label={label}
      aria-invalid={read(text) === null || undefined}
      value={text}
      readOnly={readOnly}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        setText(event.target.value);
        if (read(event.target.value)) onName(event.target.value);
      }}
      onBlur={() => {
        if (read(text) === null) setText(name);
      }}
    />
  );
}

function When({ pointer, text, label, onText }: { pointer: string; text: string; label: string; onText: (text: string) => void }) {
  const language = useLanguage();
  const problem = useProblems(text, 'expression')[0];
  return (
    <div data-field={pointer}>
      <EditText pointer={pointer} text={text} language="expression" singleLine placeholder="input.amount > 1000" label={label} onText={onText} />
      {problem ? <Note severity="error">{expressionWords(problem.message, language)}</Note> : <Preview value={text} mode="expression" />}
    </div>
  );
}

function freshCase(cases: readonly Case[]): string {
  for (let number = cases.length + 1; ; number++) if (!cases.some(({ id }) => id === `case${number}`)) return `case${number}`;
}
