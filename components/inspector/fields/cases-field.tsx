'use client';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { freshBranchName } from '@/components/editor/document/branch-names.ts';
import { expressionWords } from '@/components/i18n/finding-words.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { useLanguage } from '@/components/i18n/use-t.tsx';
import { Button, IconButton } from '@/components/ui/button.tsx';
import { isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';
import { BranchName } from './branch-name.tsx';
import { EditText, useProblems } from './edit-text.tsx';
import { useFieldSetting } from './field-context.ts';
import { Note, Preview, Row, type RowProps } from './row.tsx';

type Case = { id: string; when: string; label?: Json };
type Props = Omit<RowProps, 'children' | 'preview' | 'error'> & { value: Json | undefined; onChange: (value: Json | undefined, whole?: boolean) => void; reserved: ReadonlySet<string>; base: string };

function casesOf(value: Json | undefined): Case[] {
  return Array.isArray(value) ? value.filter(isJsonObject).map((item) => ({ ...item, id: String(item['id'] ?? ''), when: typeof item['when'] === 'string' ? item['when'] : JSON.stringify(item['when'] ?? '') })) : [];
}

/** The cases of a switch, in the order in which they are asked. */
export function CasesField({ value, onChange, reserved, base, ...row }: Props) {
  const t = useDesignT();
  const { readOnly } = useFieldSetting();
  const cases = casesOf(value);
  // The case that was added here: its name takes the keyboard. Once: what undo takes away and redo brings back does not.
  const [added, setAdded] = useState<number | null>(null);
  const put = (next: Case[], whole = false): void => onChange(next as unknown as JsonObject[], whole);
  const change = (at: number, patch: Partial<Case>, whole = false): void => put(cases.map((one, index) => (index === at ? { ...one, ...patch } : one)), whole);
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
            <div className="mb-1.5">
              <BranchName
                pointer={`${row.pointer}/${at}/id`}
                name={one.id}
                others={cases.flatMap(({ id }, index) => (index === at ? [] : [id]))}
                reserved={reserved}
                label={t('inspector.caseName', { number: at + 1 })}
                fresh={added === at}
                onFocused={() => setAdded(null)}
                onName={(id) => change(at, { id }, true)}
                lead={<span className="tabular w-4 text-center text-xs text-ink-3">{at + 1}</span>}
              >
                {!readOnly && (
                  <>
                    <IconButton label={t('inspector.moveUp')} size="sm" disabled={at === 0} onClick={() => move(at, -1)}><ArrowUp aria-hidden /></IconButton>
                    <IconButton label={t('inspector.moveDown')} size="sm" disabled={at === cases.length - 1} onClick={() => move(at, 1)}><ArrowDown aria-hidden /></IconButton>
                    <IconButton label={t('inspector.removeNamed', { name: one.id })} size="sm" onClick={() => put(cases.filter((_, index) => index !== at), true)}><X aria-hidden /></IconButton>
                  </>
                )}
              </BranchName>
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
            put([...cases, { id: freshBranchName(base, cases.map(({ id }) => id)), when: 'false' }], true);
          }}
        >
          {t('inspector.addCase')}
        </Button>
      )}
    </Row>
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
