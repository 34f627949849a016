'use client';
import { Braces } from 'lucide-react';
import { useState } from 'react';
import { useNodeTexts } from '@/components/canvas/node-texts.ts';
import { followBranches } from '@/components/editor/commands/follow-branches.ts';
import { setParam } from '@/components/editor/commands/set-node.ts';
import { reservedNames } from '@/components/editor/document/branch-names.ts';
import { useEditorSetting } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { cx } from '@/components/ui/class-names.ts';
import { Tooltip } from '@/components/ui/tooltip.tsx';
import { hasExpression, pointerToken, type Json, type NodeDefinition } from '@/engine/index.ts';
import type { FieldModel } from '../model/fields.ts';
import { CasesField } from './cases-field.tsx';
import { SelectField, SwitchField, WorkflowField } from './choice-fields.tsx';
import { useFieldSetting } from './field-context.ts';
import { JsonField } from './json-field.tsx';
import { ListField } from './list-field.tsx';
import { NamesField } from './names-field.tsx';
import { ParamSchema } from './param-schema.tsx';
import { PairsField } from './pairs-field.tsx';
import { TextField } from './text-field.tsx';
import { ToolsField } from './tools-field.tsx';

/** Controls that cannot show an expression themselves, and so may give way to a field that does. */
const SWITCHABLE = new Set(['select', 'switch', 'pairs', 'list', 'workflow']);

/** Of cases that are no branches. */
const NO_NAMES = { reserved: new Set<string>(), base: 'case' };

/** One parameter of a node, by the control its face names. */
export function ParamField({ node, field }: { node: NodeDefinition; field: FieldModel }) {
  const t = useDesignT();
  const text = useNodeTexts();
  const { store, catalogue } = useEditorSetting();
  const { readOnly } = useFieldSetting();
  const value = node.params[field.param];
  const switchable = SWITCHABLE.has(field.control) && (field.templated || field.control === 'workflow');
  const [asked, setAsked] = useState(false);
  // Once it is an expression it stays a text until one says otherwise: no field changes under the hand that writes in it.
  const isExpression = switchable && typeof value === 'string' && hasExpression(value);
  if (isExpression && !asked) setAsked(true);
  const asExpression = switchable && (asked || isExpression);

  const key = `node.${node.type}.field.${field.param}`;
  const onChange = (next: Json | undefined, whole = false): void => store.getState().do('inspector.undoSetting', (input) => ({ definition: followBranches(input, setParam(input, node.id, field.param, next).definition, catalogue, node.id) }), whole ? undefined : `param:${node.id}:${field.param}`);
  /** Says nothing where that means the same; what only another choice shows would otherwise stay out of sight. */
  const choose = (next: Json | undefined): void => {
    const fields = Object.entries(catalogue.get(node.type)?.face.fields ?? {});
    const left = fields.filter(([param, { when }]) => when?.param === field.param && !when.is.includes(String(next)) && node.params[param] !== undefined).map(([param]) => param);
    store.getState().do('inspector.undoSetting', (input) => left.reduce((result, param) => setParam(result.definition, node.id, param, undefined), setParam(input, node.id, field.param, next === field.face.unsaid ? undefined : next)));
  };
  const label = text(`${key}.label`, field.face.label);
  const help = text(`${key}.help`, field.face.help ?? '') || undefined;
  const placeholder = text(`${key}.placeholder`, field.face.placeholder ?? '') || undefined;
  const aside = switchable && !readOnly && (
    <Tooltip text={t(asExpression ? 'inspector.asChoice' : 'inspector.asExpression')}>
      <button
        type="button"
        aria-pressed={asExpression}
        aria-label={t(asExpression ? 'inspector.asChoice' : 'inspector.asExpression')}
        onClick={() => {
          setAsked(!asExpression);
          if (asExpression && typeof value === 'string' && hasExpression(value)) onChange(undefined, true);
        }}
        className={cx('grid size-5 place-items-center self-center rounded-xs hover:bg-hover', asExpression ? 'text-accent' : 'text-ink-3')}
      >
        <Braces className="size-3.5" aria-hidden />
      </button>
    </Tooltip>
  );
  const row = { pointer: `/params/${pointerToken(field.param)}`, label, help, required: field.required, value, onChange, ...(aside ? { aside } : {}) };
  const shape = catalogue.get(node.type);
  const names = shape?.namedBranches?.param === field.param ? { reserved: reservedNames(node, shape), base: shape.namedBranches.base } : null;
  const options = field.options.map((option) => ({ value: option.value, label: text(`${key}.option.${option.value}`, option.label) }));

  if (asExpression) return <TextField {...row} mode="template" placeholder="{{ input.… }}" />;
  switch (field.control) {
    case 'select': return field.face.unsaid !== undefined ? <SelectField {...row} options={options} value={value ?? field.face.unsaid} onChange={choose} /> : <SelectField {...row} options={options} unsaid={field.required ? undefined : t('inspector.asUsual')} />;
    // What is not said is as the type has it: a switch that shows off must mean off.
    case 'switch': return <SwitchField {...row} value={value ?? catalogue.get(node.type)?.defaults[field.param]} />;
    case 'workflow': return <WorkflowField {...row} />;
    case 'pairs': return <PairsField {...row} />;
    case 'list': return names !== null ? <NamesField {...row} {...names} value={value ?? catalogue.get(node.type)?.defaults[field.param]} /> : <ListField {...row} mode={field.mode} textItems={field.textItems} placeholder={placeholder} />;
    case 'cases': return <CasesField {...row} {...(names ?? NO_NAMES)} />;
    case 'tools': return <ToolsField {...row} />;
    case 'json': return <JsonField {...row} kind="JSON" content={field.mode === 'literal' ? 'literal' : 'value'} optional={!field.required} placeholder={placeholder} />;
    case 'schema': return <ParamSchema {...row} node={node} param={field.param} asked={field.face.asked === true} />;
    case 'code': return <TextField {...row} kind="JavaScript" mode="literal" language="javascript" singleLine={false} lines={10} placeholder={placeholder} />;
    case 'multiline': return <TextField {...row} mode={field.mode} singleLine={false} lines={5} placeholder={placeholder} />;
    case 'markdown': return <TextField {...row} kind="Markdown" mode={field.mode} singleLine={false} lines={5} placeholder={placeholder} />;
    case 'number': return <TextField {...row} mode={field.mode} reads="number" minimum={field.minimum} maximum={field.maximum} placeholder={placeholder} />;
    case 'duration': return <TextField {...row} mode={field.mode} reads="duration" placeholder={placeholder ?? '1h30m'} />;
    case 'expression':
      return field.mode === 'template' && !field.textual
        ? <JsonField {...row} content="value" placeholder={placeholder} lines={2} />
        : <TextField {...row} mode={field.mode} singleLine={false} lines={1} placeholder={placeholder} />;
    case 'text': return <TextField {...row} mode={field.mode} placeholder={placeholder} />;
  }
}
