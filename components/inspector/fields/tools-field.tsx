'use client';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Checkbox } from '@/components/ui/toggle.tsx';
import type { Json } from '@/engine/index.ts';
import { useFieldSetting } from './field-context.ts';
import { JsonField } from './json-field.tsx';
import { Row, type RowProps } from './row.tsx';

const BUILT_IN = ['http', 'code', 'calculator'] as const;
type Props = Omit<RowProps, 'children' | 'preview' | 'error'> & { value: Json | undefined; onChange: (value: Json | undefined) => void };

/** What an agent may call: tools that are there, and those one describes. */
export function ToolsField({ value, onChange, ...row }: Props) {
  const t = useDesignT();
  const { readOnly } = useFieldSetting();
  const tools = Array.isArray(value) ? value : [];
  const own = tools.filter((tool) => typeof tool !== 'string');
  const names = tools.filter((tool) => typeof tool === 'string');
  return (
    <div className="space-y-3">
      <Row {...row}>
        <ul className="space-y-1.5">
          {BUILT_IN.map((tool) => (
            <li key={tool}>
              <label htmlFor={`tool-${tool}`} className="flex items-start gap-2">
                <Checkbox id={`tool-${tool}`} checked={names.includes(tool)} disabled={readOnly} className="mt-px" onChange={(on) => onChange([...names.filter((name) => name !== tool), ...(on ? [tool] : []), ...own])} />
                <span><code>{tool}</code> <span className="text-ink-2">{t(`inspector.tool-${tool}`)}</span></span>
              </label>
            </li>
          ))}
        </ul>
      </Row>
      <JsonField
        pointer={`${row.pointer}/own`}
        label={t('inspector.ownTools')}
        kind="JSON"
        help={t('inspector.ownToolsHelp')}
        content="value"
        value={own.length === 0 ? undefined : own}
        lines={own.length === 0 ? 2 : 8}
        placeholder={'[{ "kind": "http", "name": "lookup", … }]'}
        onChange={(next) => (next === undefined || Array.isArray(next)) && onChange([...names, ...(next ?? [])])}
      />
    </div>
  );
}
