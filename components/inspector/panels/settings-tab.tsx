'use client';
import { ShieldAlert } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useNodeTexts } from '@/components/canvas/node-texts.ts';
import { setParam } from '@/components/editor/commands/set-node.ts';
import { useEditorSetting } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Button } from '@/components/ui/button.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { pointerToken, type NodeDefinition, type NodeSpec } from '@/engine/index.ts';
import { useFieldSetting } from '../fields/field-context.ts';
import { ParamField } from '../fields/param-field.tsx';
import { FindingNote } from '../fields/row.tsx';
import { alternativesOf, saidOf } from '../model/alternatives.ts';
import { fieldsOf, isShown, type FieldModel } from '../model/fields.ts';
import { findingsAt } from '../model/findings.ts';
import { Fold } from './section.tsx';
import { StartSection } from './start-section.tsx';

/** The parameters of a node, by its type. */
export function SettingsTab({ node }: { node: NodeDefinition }) {
  const t = useDesignT();
  const { catalogue, store } = useEditorSetting();
  const { findings, readOnly } = useFieldSetting();
  const text = useNodeTexts();
  const [picked, setPicked] = useState<string | null>(null);
  const spec = catalogue.get(node.type);
  if (!spec) return <p className="text-ink-2">{t('inspector.unknownType', { type: node.type })}</p>;
  // Only those that are shown at all: a start has them when a schedule starts it.
  const shown = fieldsOf(spec).filter((field) => isShown(field, node.params, spec.defaults));
  const alternatives = alternativesOf(node.type).filter((param) => shown.some((field) => field.param === param));
  const said = saidOf(alternatives, node.params, picked);
  const fields = shown.filter(({ param }) => !alternatives.includes(param) || said.includes(param));
  const pick = (param: string): void => {
    setPicked(param);
    store.getState().do('inspector.undoSetting', (input) => {
      const cleared = alternatives.filter((other) => other !== param).reduce((definition, other) => setParam(definition, node.id, other, undefined).definition, input);
      const first = spec.defaults[param];
      return first === undefined ? { definition: cleared } : setParam(cleared, node.id, param, first);
    });
  };
  const plain = fields.filter((field) => field.face.advanced !== true);
  const advanced = fields.filter((field) => field.face.advanced === true);
  const saidAside = advanced.some((field) => findingsAt(findings, `/params/${pointerToken(field.param)}`).length > 0);
  // What no field can show: the node as a whole, its place, a parameter nobody knows.
  const homeless = findings.filter(({ at }) => !fields.some((field) => at === `/params/${pointerToken(field.param)}` || at.startsWith(`/params/${pointerToken(field.param)}/`)) && !isReliability(at));
  const choice = <Segmented label={t('inspector.oneOfThese')} value={said.length === 1 ? said[0]! : ''} onChange={pick} options={shown.filter(({ param }) => alternatives.includes(param)).map(({ param, face }) => ({ value: param, label: text(`node.${node.type}.field.${param}.label`, face.label) }))} />;
  return (
    <div className="space-y-4">
      {homeless.length > 0 && <div data-field="">{homeless.map((finding, index) => <FindingNote key={index} finding={finding} />)}</div>}
      {(fields.length === 0 || (spec.kind === 'start' && node.params['on'] === undefined)) && <NoSettings kind={spec.kind} />}
      {rowsOf(plain).map((row) => (
        <Fragment key={row[0]!.param}>
          {row[0]!.param === said[0] && !readOnly && choice}
          {row.length === 1 ? <ParamField node={node} field={row[0]!} /> : (
            <div className="grid grid-cols-[104px_minmax(0,1fr)] items-start gap-2">
              {row.map((field) => <ParamField key={field.param} node={node} field={field} />)}
            </div>
          )}
        </Fragment>
      ))}
      {advanced.length > 0 && (
        <Fold key={node.id} title={t('inspector.advanced')} open={saidAside}>
          {advanced.map((field) => <ParamField key={field.param} node={node} field={field} />)}
        </Fold>
      )}
      {spec.kind === 'start' && <StartSection node={node} />}
      {!findings.some(({ code }) => code === 'risky_retry') && spec.repeatIsRisky?.(node.params) === true && (node.retry?.maximumAttempts ?? spec.retry?.maximumAttempts ?? 3) > 1 && (
        <div className="flex gap-2 border-t border-line pt-3.5 text-sm">
          <ShieldAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
          <p><b className="font-semibold text-warn">{t('inspector.riskyTitle')}</b><br /><span className="text-ink-2">{t('inspector.riskyText')}</span></p>
        </div>
      )}
    </div>
  );
}

/** What a step is for that has nothing to set, and where its settings are instead. */
function NoSettings({ kind }: { kind: NodeSpec['kind'] }) {
  const t = useDesignT();
  const { store } = useEditorSetting();
  if (kind === 'saga') return <p className="text-ink-2">{t('inspector.sagaHelp')}</p>;
  if (kind !== 'start') return <p className="text-ink-2">{t('inspector.noSettings')}</p>;
  return (
    <div className="space-y-3">
      <p className="text-ink-2">{t('inspector.startHelp')}</p>
      <Button size="sm" onClick={() => { store.getState().select([]); store.getState().lookAt(null, '/input'); }}>{t('inspector.openInput')}</Button>
    </div>
  );
}

export function isReliability(at: string): boolean {
  return /^\/(retry|timeouts|onError|join|rest|cache|taskQueue|priority|always|disabled)\b/.test(at);
}

/** A short choice and the text that follows it share a line: method and address. */
function rowsOf(fields: readonly FieldModel[]): FieldModel[][] {
  const rows: FieldModel[][] = [];
  for (let at = 0; at < fields.length; at++) {
    const [field, next] = [fields[at]!, fields[at + 1]];
    const short = field.control === 'select' && field.options.every(({ label }) => label.length <= 7);
    if (short && next?.control === 'text') {
      rows.push([field, next]);
      at++;
    } else rows.push([field]);
  }
  return rows;
}
