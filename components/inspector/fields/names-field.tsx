'use client';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { freshBranchName } from '@/components/editor/document/branch-names.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Button, IconButton } from '@/components/ui/button.tsx';
import type { Json } from '@/engine/index.ts';
import { cellText } from '../model/value-text.ts';
import { BranchName } from './branch-name.tsx';
import { useFieldSetting } from './field-context.ts';
import { Row, type RowProps } from './row.tsx';

type Props = Omit<RowProps, 'children' | 'preview' | 'error'> & { value: Json | undefined; onChange: (value: Json | undefined, whole?: boolean) => void; reserved: ReadonlySet<string>; base: string };

/** A list of names, each of which is a branch of the step. @param base begins the name of a new one */
export function NamesField({ value, onChange, reserved, base, ...row }: Props) {
  const t = useDesignT();
  const { readOnly } = useFieldSetting();
  const items = Array.isArray(value) ? value : [];
  const names = items.map((item) => (typeof item === 'string' ? item : cellText(item)));
  const [added, setAdded] = useState<number | null>(null);
  return (
    <Row {...row}>
      {names.length > 0 && (
        <ul className="space-y-1.5" aria-label={row.label}>
          {names.map((name, at) => (
            <li key={at}>
              <BranchName pointer={`${row.pointer}/${at}`} name={name} others={names.filter((_, index) => index !== at)} reserved={reserved} label={t('forms.itemNumber', { index: at + 1 })} fresh={added === at} onFocused={() => setAdded(null)} onName={(next) => onChange(items.map((item, index) => (index === at ? next : item)), true)}>
                {!readOnly && <IconButton label={t('inspector.removeNamed', { name: name || String(at + 1) })} size="sm" onClick={() => onChange(items.filter((_, index) => index !== at), true)}><X aria-hidden /></IconButton>}
              </BranchName>
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <Button
          size="sm"
          variant="ghost"
          className={names.length > 0 ? '-ml-2 mt-1' : '-ml-2'}
          icon={<Plus aria-hidden />}
          onClick={() => {
            setAdded(names.length);
            onChange([...items, freshBranchName(base, names)], true);
          }}
        >
          {t('common.add')}
        </Button>
      )}
      {readOnly && names.length === 0 && <p className="text-ink-3">{t('common.none')}</p>}
    </Row>
  );
}
