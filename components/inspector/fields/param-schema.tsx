'use client';
import { setParam } from '@/components/editor/commands/set-node.ts';
import { useEditorSetting } from '@/components/editor/store.ts';
import { followFieldName, type Json, type JsonObject, type NodeDefinition } from '@/engine/index.ts';
import { SchemaField } from '../form-builder/schema-field.tsx';
import { stepNames } from '../form-builder/step-names.ts';
import type { RowProps } from './row.tsx';

type Props = Omit<RowProps, 'children' | 'preview' | 'error' | 'aside'> & { node: NodeDefinition; param: string; value: Json | undefined; asked: boolean };

/** A parameter that holds a JSON Schema. What reads a field of the step's output goes by its new name when it gets one. */
export function ParamSchema({ node, param, value, asked, ...row }: Props) {
  const { store, catalogue } = useEditorSetting();
  const write = (next: JsonObject | undefined, merge: string | null): void => store.getState().do('inspector.undoSetting', (input) => setParam(input, node.id, param, next), merge === null ? undefined : `param:${node.id}:${param}:${merge}`);
  const rename = (next: JsonObject, from: string, to: string): readonly string[] => {
    let left: readonly string[] = [];
    store.getState().do('inspector.undoSetting', (input) => {
      const followed = followFieldName(input, catalogue, { kind: 'param', node: node.id, param }, from, to);
      left = followed.left;
      return setParam(followed.definition, node.id, param, next);
    });
    return stepNames(store.getState().history.definition, left);
  };
  return <SchemaField {...row} value={value} asked={asked} onChange={write} onRename={rename} />;
}
