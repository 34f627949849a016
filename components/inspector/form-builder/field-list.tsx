'use client';
import { Plus } from 'lucide-react';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Button } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { FieldCard } from './field-card.tsx';
import { moved, withChanged, withCopy, withField, withoutField } from './model/edit-fields.ts';
import type { FormField } from './model/form-fields.ts';
import { followKeys, startKeys } from './model/row-keys.ts';
import { useDragRows } from './use-drag-rows.ts';

type Props = {
  fields: readonly FormField[];
  label: string;
  readOnly: boolean;
  /** @param merge what is being written, so that typing becomes one entry of the history; null after a click */
  onFields: (fields: FormField[], merge: string | null) => void;
  onRename: (from: string, to: string) => void;
};

/** The fields of a form in their order, each in a card. */
export function FieldList({ fields, label, readOnly, onFields, onRename }: Props) {
  const t = useDesignT();
  const list = useRef<HTMLOListElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const names = fields.map(({ name }) => name);
  const [rows, setRows] = useState(() => startKeys(names));
  const now = followKeys(rows, names);
  if (now !== rows) setRows(now);
  // The field that was added here: its name takes the keyboard. Once: what undo takes away and redo brings back does not.
  const [added, setAdded] = useState<string | null>(null);
  const [told, setTold] = useState('');
  /** What had the focus before a card was moved: moved in the document it loses it. */
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const before = focused.current;
    focused.current = null;
    if (before instanceof HTMLElement && before.isConnected && document.activeElement !== before) before.focus();
  });

  const move = (from: number, to: number): void => {
    const name = names[from];
    if (name === undefined || to < 0 || to >= fields.length) return;
    focused.current = list.current?.contains(document.activeElement) ? document.activeElement : null;
    setTold(t('builder.placed', { name, place: to + 1, count: fields.length }));
    onFields(moved(fields, from, to), null);
  };
  const remove = (at: number): void => {
    onFields(withoutField(fields, at), null);
    // Where it stood the next one stands, or else what adds one.
    requestAnimationFrame(() => (list.current?.children[Math.min(at, fields.length - 2)]?.querySelector('input') ?? add.current)?.focus());
  };
  const drag = useDragRows(list, move);
  const put = (next: FormField[]): void => {
    setAdded(next.find(({ name }) => !names.includes(name))?.name ?? null);
    onFields(next, null);
  };
  const forgetAdded = useCallback(() => setAdded(null), []);
  return (
    // What is only said stands in here, and not below the end of the page.
    <div className="relative">
      {fields.length > 0 && (
        <ol ref={list} className="space-y-1.5" aria-label={label}>
          {fields.map((field, at) => (
            <li key={now.keys[at] ?? field.name} data-form-field={field.name} className="relative">
              {drag.line === at && <Line />}
              <FieldCard
                field={field}
                at={at}
                others={names.filter((_, index) => index !== at)}
                readOnly={readOnly}
                fresh={added === field.name}
                onFocused={forgetAdded}
                lifted={drag.dragged === at && drag.line !== null}
                handle={{
                  onPointerDown: (event) => drag.press(at, event),
                  onPointerMove: (event) => drag.carry(at, event),
                  onPointerUp: (event) => drag.letGo(at, event),
                  onPointerCancel: () => drag.end(),
                  onLostPointerCapture: () => drag.end(),
                  onKeyDown: (event) => {
                    if (drag.cancel(event)) return event.stopPropagation();
                    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
                    if (by === 0 || event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
                    event.preventDefault();
                    move(at, at + by);
                  },
                }}
                deeds={{
                  put: (next, merge) => onFields(withChanged(fields, at, next), merge === null ? null : `${now.keys[at] ?? at}:${merge}`),
                  rename: (to) => onRename(field.name, to),
                  move: (by) => move(at, at + by),
                  duplicate: () => put(withCopy(fields, at)),
                  remove: () => remove(at),
                }}
              />
              {at === fields.length - 1 && drag.line === fields.length && <Line below />}
            </li>
          ))}
        </ol>
      )}
      {readOnly && fields.length === 0 && <p className="text-ink-3">{t('builder.noFields')}</p>}
      {!readOnly && <Button ref={add} {...(fields.length === 0 ? { 'data-first-control': '' } : {})} size="sm" variant="ghost" className={cx('-ml-2', fields.length > 0 && 'mt-1')} icon={<Plus aria-hidden />} onClick={() => put(withField(fields))}>{t('builder.addField')}</Button>}
      <span role="status" className="sr-only">{told}</span>
    </div>
  );
}

/** Where the field that is carried would be put. */
function Line({ below = false }: { below?: boolean }) {
  return <span className={cx('pointer-events-none absolute inset-x-0 h-[3px] rounded-full bg-accent', below ? '-bottom-[5px]' : '-top-[5px]')} data-testid="drop-line" aria-hidden />;
}
