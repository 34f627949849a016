'use client';
import { Plus, X } from 'lucide-react';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Button, IconButton } from '@/components/ui/button.tsx';
import { isJsonObject, type Json } from '@/engine/index.ts';
import { cellText, readCell } from '../model/value-text.ts';
import { EditText } from './edit-text.tsx';
import { useFieldSetting } from './field-context.ts';
import { Row, type RowProps } from './row.tsx';
import { useLocal } from './use-local.ts';

type Pair = { key: string; text: string };
type Props = Omit<RowProps, 'children' | 'preview' | 'error'> & { value: Json | undefined; onChange: (value: Json | undefined) => void };

const pairsOf = (value: Json | undefined): Pair[] => (isJsonObject(value) ? Object.entries(value).map(([key, member]) => ({ key, text: cellText(member) })) : []);
const valueOf = (pairs: Pair[]): { value: Json } => ({ value: Object.fromEntries(pairs.filter(({ key }) => key !== '').map(({ key, text }) => [key, readCell(text)])) });

/** Names and values. A value is text unless it reads as a number, as true, or as JSON. */
export function PairsField({ value, onChange, ...row }: Props) {
  const t = useDesignT();
  const { readOnly } = useFieldSetting();
  const [pairs, setPairs] = useLocal(value, pairsOf, valueOf);
  const twice = pairs.find(({ key }, at) => key !== '' && pairs.findIndex((other) => other.key === key) !== at)?.key;
  const put = (next: Pair[]): void => {
    setPairs(next);
    onChange(valueOf(next).value);
  };
  return (
    <Row {...row} error={twice === undefined ? null : t('inspector.nameTwice', { name: twice })} preview={{ value, mode: 'template' }}>
      {pairs.length > 0 && (
        <ul className="space-y-1.5" aria-label={row.label}>
          {pairs.map((pair, at) => (
            <li key={at} className="flex items-start gap-1.5">
              <input
                className="field h-[33px] w-[112px] shrink-0 px-2.5 font-mono text-sm"
                value={pair.key}
                readOnly={readOnly}
                aria-label={t('inspector.pairName', { number: at + 1 })}
                placeholder={t('common.name')}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => put(pairs.map((one, index) => (index === at ? { ...one, key: event.target.value } : one)))}
              />
              <EditText pointer={`${row.pointer}/${at}/value`} text={pair.text} singleLine language="template" label={t('inspector.pairValue', { name: pair.key || String(at + 1) })} className="flex-1" onText={(text) => put(pairs.map((one, index) => (index === at ? { ...one, text } : one)))} />
              {!readOnly && <IconButton label={t('inspector.removeNamed', { name: pair.key || String(at + 1) })} size="sm" className="mt-[3px]" onClick={() => put(pairs.filter((_, index) => index !== at))}><X aria-hidden /></IconButton>}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && <Button size="sm" variant="ghost" className={pairs.length > 0 ? '-ml-2 mt-1' : '-ml-2'} icon={<Plus aria-hidden />} onClick={() => setPairs([...pairs, { key: '', text: '' }])}>{t('common.add')}</Button>}
      {readOnly && pairs.length === 0 && <p className="text-ink-3">{t('common.none')}</p>}
    </Row>
  );
}
