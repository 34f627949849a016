'use client';
import { Plus, X } from 'lucide-react';
import { useT } from '@/components/i18n/use-t.tsx';
import { Button, IconButton } from '@/components/ui/button.tsx';
import type { Json, ParamMode } from '@/engine/index.ts';
import { cellText, readCell } from '../model/value-text.ts';
import { EditText } from './edit-text.tsx';
import { useFieldSetting } from './field-context.ts';
import { Row, type RowProps } from './row.tsx';
import { useLocal } from './use-local.ts';

type Props = Omit<RowProps, 'children' | 'preview' | 'error'> & { value: Json | undefined; onChange: (value: Json | undefined) => void; mode: ParamMode; textItems: boolean; placeholder?: string | undefined };

/** A list, one entry below the other. Empty entries are not written; an empty list is taken away where it may be. */
export function ListField({ value, onChange, mode, textItems, placeholder, ...row }: Props) {
  const t = useT();
  const { readOnly } = useFieldSetting();
  const write = (current: Json | undefined): string[] => (Array.isArray(current) ? current.map((item) => (typeof item === 'string' && textItems ? item : cellText(item))) : []);
  const read = (items: string[]): { value: Json } => ({ value: items.filter((item) => item.trim() !== '').map((item) => (textItems ? item : readCell(item))) });
  const [items, setItems] = useLocal(value, write, read);
  const put = (next: string[]): void => {
    setItems(next);
    onChange(read(next).value);
  };
  return (
    <Row {...row} {...(mode === 'template' ? { preview: { value, mode } } : {})}>
      {items.length > 0 && (
        <ul className="space-y-1.5" aria-label={row.label}>
          {items.map((item, at) => (
            <li key={at} className="flex items-start gap-1.5">
              <EditText pointer={`${row.pointer}/${at}`} text={item} singleLine language={mode === 'template' ? 'template' : 'plain'} placeholder={placeholder} label={t('forms.itemNumber', { index: at + 1 })} className="flex-1" onText={(text) => put(items.map((one, index) => (index === at ? text : one)))} />
              {!readOnly && <IconButton label={t('forms.removeItem', { index: at + 1 })} size="sm" className="mt-[3px]" onClick={() => put(items.filter((_, index) => index !== at))}><X aria-hidden /></IconButton>}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && <Button size="sm" variant="ghost" className={items.length > 0 ? '-ml-2 mt-1' : '-ml-2'} icon={<Plus aria-hidden />} onClick={() => setItems([...items, ''])}>{t('common.add')}</Button>}
      {readOnly && items.length === 0 && <p className="text-ink-3">{t('common.none')}</p>}
    </Row>
  );
}
