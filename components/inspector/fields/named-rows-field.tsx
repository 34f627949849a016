'use client';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Button, IconButton } from '@/components/ui/button.tsx';
import { pointerToken, type Json } from '@/engine/index.ts';
import { nameProblem, recordOf, rowsOf, withRow, type NamedRow } from '../model/named-rows.ts';
import { useFieldSetting } from './field-context.ts';
import { Note } from './row.tsx';
import { useLocal } from './use-local.ts';

type Props<T extends Json> = {
  /** Where the record stands in the document. */
  pointer: string;
  label: string;
  /** What the name of a row is called, by its number. */
  nameLabel: (number: number) => string;
  addLabel: string;
  /** Begins the name of a new row. */
  base: string;
  empty: T;
  value: Readonly<Record<string, T>> | undefined;
  /** @param merge the row that is being written, so that typing becomes one entry of the history; null after a click */
  onChange: (value: Record<string, T> | undefined, merge: string | null) => void;
  row: (row: { pointer: string; name: string; value: T; onValue: (value: T, /** What in the row is being written; null after a click. */ merge?: string | null) => void }) => ReactNode;
};

/** Things with names, each in a card of its own. A name that cannot stand in the document stays in its field and says why. */
export function NamedRowsField<T extends Json>({ pointer, label, nameLabel, addLabel, base, empty, value, onChange, row }: Props<T>) {
  const t = useDesignT();
  const { readOnly } = useFieldSetting();
  const [rows, setRows] = useLocal<NamedRow<T>[]>(value as Json | undefined, (current) => rowsOf(current as Record<string, T> | undefined), (local) => ({ value: recordOf(local) as Json | undefined }));
  const put = (next: NamedRow<T>[], merge: string | null): void => {
    setRows(next);
    onChange(recordOf(next), merge);
  };
  const change = (at: number, patch: Partial<NamedRow<T>>, merge?: string | null): void => put(rows.map((one, index) => (index === at ? { ...one, ...patch } : one)), merge === null ? null : `${pointer}/${at}${merge === undefined ? '' : `/${merge}`}`);
  return (
    <div data-field={pointer}>
      {rows.length > 0 && (
        <ul className="space-y-2" aria-label={label}>
          {rows.map((one, at) => {
            const problem = nameProblem(rows, at);
            const own = `${pointer}/${problem === null ? pointerToken(one.name) : at}`;
            return (
              <li key={one.key} data-field={own} className="rounded-md border border-line bg-sunken p-2">
                <div className="mb-1.5 flex items-center gap-1">
                  <input className="field h-[26px] min-w-0 flex-1 px-2 font-mono text-sm" aria-label={nameLabel(at + 1)} aria-invalid={problem !== null || undefined} value={one.name} readOnly={readOnly} spellCheck={false} autoComplete="off" onChange={(event) => change(at, { name: event.target.value })} />
                  {!readOnly && <IconButton label={t('inspector.removeNamed', { name: one.name || String(at + 1) })} size="sm" onClick={() => put(rows.filter((_, index) => index !== at), null)}><X aria-hidden /></IconButton>}
                </div>
                {problem !== null && <Note severity="error">{problem === 'twice' ? t('inspector.nameTwice', { name: one.name }) : t('inspector.notName')}</Note>}
                {row({ pointer: own, name: one.name || String(at + 1), value: one.value, onValue: (next, merge) => change(at, { value: next }, merge) })}
              </li>
            );
          })}
        </ul>
      )}
      {!readOnly && <Button size="sm" variant="ghost" className={rows.length > 0 ? '-ml-2 mt-1' : '-ml-2'} icon={<Plus aria-hidden />} onClick={() => put(withRow(rows, base, empty), null)}>{addLabel}</Button>}
      {readOnly && rows.length === 0 && <p className="text-ink-3">{t('common.none')}</p>}
    </div>
  );
}
