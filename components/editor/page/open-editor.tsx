'use client';
import '../editor.css';
import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { catalogue, readDefinition, type Workflow } from '@/engine/index.ts';
import type { FlowEdge, FlowNode } from '../../canvas/flow.ts';
import { useNodeTexts } from '../../canvas/node-texts.ts';
import { fit } from '../../canvas/controls.tsx';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { useIsPhone } from '../../runs/use-is-phone.ts';
import { useTitle } from '../../shell/page.tsx';
import { toast } from '../../ui/toast.tsx';
import { isBoolean, useStored } from '../../ui/use-stored.ts';
import { readImport } from '../../workflows/read-import.ts';
import { saveFile } from '../../workflows/save-file.ts';
import { useChecks } from '../checks/use-checks.ts';
import { useKeys } from '../keyboard/use-keys.ts';
import { KitContext, type EditorKit } from '../kit.ts';
import { solveOnWorker } from '../layout/solve-on-worker.ts';
import { tidy } from '../layout/tidy.ts';
import { useFocusBack } from '../parts/focus-item.ts';
import { focusFirstField } from '../parts/focus-field.ts';
import { useReadLastOutput } from '../parts/last-run.ts';
import type { KeptDraft } from '../saving/local-backup.ts';
import { useDraftSaver } from '../saving/use-draft-saver.ts';
import { createEditorStore, definitionOf, EditorContext, useEditor, useEditorSetting, type EditorSetting } from '../store.ts';
import { useRunPart } from '../tests/use-run-part.ts';
import { EditorDialogs } from './editor-dialogs.tsx';
import { EditorLayout } from './editor-layout.tsx';

export type OpenEditorProps = {
  /** As the server has it now; its draft is taken once, when the editor opens. */
  workflow: Workflow;
  /** What the page was asked for: an id or a slug. */
  address: string;
  /** Drafts that this browser kept and the server never got, the newest first. */
  kept: readonly KeptDraft[];
};

/** The editor of one workflow. It owns the draft as long as it is open. */
export function OpenEditor(props: OpenEditorProps) {
  const { workflow } = props;
  const [store] = useState(() => createEditorStore(workflow.definition));
  const setting = useMemo<EditorSetting>(() => ({ store, catalogue, workflowId: workflow.id, readOnly: false }), [store, workflow.id]);
  return (
    <EditorContext value={setting}>
      <ReactFlowProvider>
        <Assembled {...props} />
      </ReactFlowProvider>
    </EditorContext>
  );
}

function Assembled({ workflow, address, kept }: OpenEditorProps) {
  const t = useDesignT();
  const setting = useEditorSetting();
  const { store } = setting;
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const phone = useIsPhone();
  const nodeText = useNodeTexts();
  const { saver, state: saveState } = useDraftSaver(store, workflow, address);
  const { checks, marks } = useChecks(store, catalogue, workflow.id);
  const [inspector, setInspector] = useStored('editor.inspector', true, isBoolean);
  const [sheet, setSheet] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const lastOutput = useReadLastOutput(workflow.id);
  const runPart = useRunPart(workflow.slug);
  const importing = useRef<HTMLInputElement>(null);
  const focusBack = useFocusBack(store);
  useTitle(useEditor((state) => definitionOf(state).name));

  // The kit stays the same object while panels open and close: a new one would render every part that uses it.
  const panels = useRef({ inspector, phone });
  useEffect(() => void (panels.current = { inspector, phone }), [inspector, phone]);
  const showInspector = useCallback((open: boolean) => (panels.current.phone ? setSheet(open) : setInspector(open)), [setInspector]);

  const kit = useMemo<EditorKit>(() => ({
    ...setting,
    flow,
    nodeText,
    t,
    state: store.getState,
    saveNow: () => void saver.flush().then(() => saver.state.kind === 'saved' && toast.ok(t('designer.saved'))),
    tidy: () => void tidyUp(store.getState, flow, (error) => toast.error(error)),
    exportJson: () => saveFile(`${workflow.slug}.json`, JSON.stringify(definitionOf(store.getState()), null, 2)),
    importJson: () => importing.current?.click(),
    toggleInspector: () => showInspector(panels.current.phone ? true : !panels.current.inspector),
    openInspector: () => {
      showInspector(true);
      focusFirstField();
    },
    focusBack,
    lastOutput,
    runPart,
    tell: (sentence) => toast.info(sentence),
  }), [setting, flow, t, nodeText, store, saver, workflow.slug, showInspector, focusBack, lastOutput, runPart]);
  useKeys(kit);

  useEffect(() => {
    if (saveState.kind === 'conflict') setChoosing(true);
  }, [saveState.kind]);

  async function takeFile(file: File | undefined): Promise<void> {
    if (!file) return;
    const read = readImport(await file.text());
    if (!read.ok) return toast.info(read.problem === 'notJson' ? t('workflows.notJson', { reason: read.reason }) : t(`workflows.${read.problem}`));
    const { definition, findings } = readDefinition(read.definition);
    if (definition === null) return toast.info(t('designer.importShape', { reason: findings.slice(0, 1).map(({ pointer, message }) => `${pointer} ${message}`).join('') }));
    store.getState().replace('designer.importDraft', definition);
    toast.ok(t('designer.imported'));
    requestAnimationFrame(() => void flow.fitView(fit()));
  }

  return (
    <KitContext value={kit}>
      <EditorLayout workflow={workflow} checks={checks} marks={marks} saveState={saveState} onConflict={() => setChoosing(true)} phone={phone} inspector={phone ? sheet : inspector} onInspector={showInspector} />
      <EditorDialogs workflow={workflow} saver={saver} saveState={saveState} checks={checks} kept={kept} choosing={choosing} onChoosing={setChoosing} />
      <input
        ref={importing}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={t('editor.cmdImport')}
        data-testid="import-file"
        onChange={(event) => {
          void takeFile(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </KitContext>
  );
}

/** Lays the document out. What was drawn while the layout was computed is laid out again, not lost. */
async function tidyUp(state: EditorKit['state'], flow: EditorKit['flow'], onError: (error: unknown) => void): Promise<void> {
  try {
    for (let tries = 0; tries < 3; tries++) {
      const before = state().history.definition;
      const outcome = await tidy(before, catalogue, solveOnWorker);
      if (state().history.definition !== before) continue;
      state().do('editor.cmdTidy', () => outcome);
      requestAnimationFrame(() => void flow.fitView(fit()));
      return;
    }
  } catch (error) {
    onError(error);
  }
}
