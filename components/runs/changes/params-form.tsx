'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { createEditorStore, definitionOf, EditorContext, useEditor, useEditorSetting, type EditorSetting } from '@/components/editor/store.ts';
import { FieldContext } from '@/components/inspector/fields/field-context.ts';
import { NO_VALUES } from '@/components/inspector/model/completion.ts';
import { useFindingsOf, type LocalFinding } from '@/components/inspector/model/findings.ts';
import { scopeOf, valuesOf, type LastRun } from '@/components/inspector/model/last-run.ts';
import { sightOf } from '@/components/inspector/model/sight.ts';
import { SettingsTab } from '@/components/inspector/panels/settings-tab.tsx';
import { catalogue, compileDefinition, type Definition, type JsonObject, type NodeDefinition } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';
import { changedParams } from './changed-params.ts';

export type ParamsFormProps = {
  /** As it holds for the run now: the definition with what was overridden in it. */
  document: Definition;
  node: string;
  /** What the server said of the parameters, `at` from the top of the node. */
  findings?: readonly LocalFinding[];
  onChange: (params: JsonObject) => void;
};

/** The parameters of a node as the designer shows them, on a copy of the definition that nobody saves. */
export function ParamsForm({ document, node, findings = [], onChange }: ParamsFormProps) {
  const [store] = useState(() => createEditorStore(document));
  const setting = useMemo<EditorSetting>(() => ({ store, catalogue, workflowId: '', readOnly: false }), [store]);
  const told = useRef(onChange);
  useEffect(() => {
    told.current = onChange;
  });
  useEffect(() => store.subscribe((state) => told.current(changedParams(document, definitionOf(state), node))), [store, document, node]);
  return (
    <EditorContext value={setting}>
      <NodeForm id={node} said={findings} />
    </EditorContext>
  );
}

function NodeForm({ id, said }: { id: string; said: readonly LocalFinding[] }) {
  const { runId, live } = useRunView();
  const { catalogue: types } = useEditorSetting();
  const definition = useEditor(definitionOf);
  const [began] = useState(definition);
  const found = useFindingsOf(id);
  // What was wrong before anything was changed is not this person's doing; a published definition has no errors.
  const findings = useMemo(() => [...found.filter(({ severity }) => severity === 'error'), ...said.filter((one) => !found.some((other) => other.at === one.at))], [found, said]);
  const sight = useMemo(() => sightOf(definition, types, id), [definition, types, id]);
  const seen = useMemo(() => {
    try {
      const run: LastRun = { id: runId, startedAt: live.state.startedAt, definition: began, plan: compileDefinition(began, types), state: live.state };
      return { run, scope: scopeOf(run, began, id) };
    } catch {
      return null; // A definition of another build: the fields do without values.
    }
  }, [runId, live.state, began, types, id]);
  const valueOf = useMemo(() => (seen === null ? NO_VALUES : valuesOf(seen.scope, began)), [seen, began]);
  const setting = useMemo(() => ({ scope: `change-${id}`, readOnly: false, sight, seen, valueOf, findings }), [id, sight, seen, valueOf, findings]);
  const node = definition.nodes.find((each): each is NodeDefinition => each.id === id);
  return node === undefined ? null : <FieldContext value={setting}><SettingsTab node={node} /></FieldContext>;
}
