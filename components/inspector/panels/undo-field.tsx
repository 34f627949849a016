'use client';
import { Undo2 } from 'lucide-react';
import { addNode } from '@/components/editor/commands/add-node.ts';
import { connect } from '@/components/editor/commands/connect.ts';
import { remove } from '@/components/editor/commands/remove.ts';
import { canConnect } from '@/components/editor/document/can-connect.ts';
import { ancestorsOf, isFlow, nodeById } from '@/components/editor/document/graph.ts';
import { definitionOf, useEditor, useEditorSetting } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Button } from '@/components/ui/button.tsx';
import type { Json, NodeDefinition } from '@/engine/index.ts';
import { SelectField } from '../fields/choice-fields.tsx';
import { Section } from './section.tsx';

/** Which step undoes this one, where a saga stands round it. */
export function UndoField({ node }: { node: NodeDefinition }) {
  const t = useDesignT();
  const { store, catalogue, readOnly } = useEditorSetting();
  const definition = useEditor(definitionOf);
  const undoes = definition.edges.find((edge) => !isFlow(edge) && edge.target === node.id);
  if (undoes) {
    const name = nodeById(definition, undoes.source)?.name || undoes.source;
    return (
      <Section title={t('inspector.compensation')}>
        <p className="text-ink-2">{t('inspector.isUndoOf', { name })}</p>
        <Button size="sm" icon={<Undo2 aria-hidden />} onClick={() => store.getState().lookAt(undoes.source)}>{t('inspector.lookAt', { name })}</Button>
      </Section>
    );
  }
  const inSaga = ancestorsOf(definition, node.id).some((id) => catalogue.get(nodeById(definition, id)?.type ?? '')?.kind === 'saga');
  const edge = definition.edges.find((one) => !isFlow(one) && one.source === node.id);
  if (!inSaga && !edge) return null;
  const candidates = definition.nodes.filter((other) => other.id === edge?.target || canConnect(definition, catalogue, { source: node.id, target: other.id, kind: 'compensate' }, edge?.id).ok);

  const choose = (target: Json | undefined): void => store.getState().do('inspector.undoCompensation', (input) => {
    const without = edge ? remove(input, catalogue, [edge.id]).definition : input;
    if (typeof target !== 'string') return { definition: without };
    return { definition: connect(without, catalogue, { source: node.id, target, kind: 'compensate' }).definition };
  });
  const create = (): void => store.getState().do('inspector.undoCompensation', (input) => {
    const added = addNode(input, catalogue, { type: node.type, position: { x: node.position.x, y: node.position.y + 160 }, ...(node.parent === undefined ? {} : { parent: node.parent }), reads: { node: node.id, branch: 'compensate' }, name: t('inspector.undoStepName', { name: node.name || node.id }) });
    const target = added.select?.[0];
    return target === undefined ? { definition: input } : { definition: connect(added.definition, catalogue, { source: node.id, target, kind: 'compensate' }).definition, select: [target] };
  });
  return (
    <Section title={t('inspector.compensation')}>
      <SelectField pointer="/compensate" label={t('inspector.undoneBy')} value={edge?.target} unsaid={t('inspector.noUndo')} options={candidates.map((other) => ({ value: other.id, label: other.name || other.id }))} help={t('inspector.compensationHelp')} onChange={choose} />
      {!edge && !readOnly && <Button size="sm" icon={<Undo2 aria-hidden />} onClick={create}>{t('inspector.createUndo')}</Button>}
    </Section>
  );
}
