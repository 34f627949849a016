'use client';
import { Workflow } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { setWorkflow, type WorkflowPatch } from '@/components/editor/commands/set-workflow.ts';
import { definitionOf, useEditor, useEditorSetting, type EditorState, type Focus } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { FindingNote } from '../fields/row.tsx';
import { SelectField, SwitchField } from '../fields/choice-fields.tsx';
import { PairsField } from '../fields/pairs-field.tsx';
import { TextField } from '../fields/text-field.tsx';
import { followFieldName, type Json, type JsonObject, type WorkflowSettings } from '@/engine/index.ts';
import { SchemaField } from '../form-builder/schema-field.tsx';
import { endsThatWrite } from '../form-builder/model/ends-that-write.ts';
import { stepNames } from '../form-builder/step-names.ts';
import { useFindingsOf } from '../model/findings.ts';
import { focusField } from '../model/focus-field.ts';
import { Form } from './form.tsx';
import { QueriesSection, UpdatesSection } from './questions-sections.tsx';
import { RetryFields } from './retry-fields.tsx';
import { Section } from './section.tsx';

const focusOf = (state: EditorState): Focus | null => state.focus;
const HOMES = /^\/(name|description|input|output|queries|updates|settings)\b/;

/** Nothing is selected: the workflow itself. */
export function WorkflowPanel() {
  const t = useDesignT();
  const { store, catalogue } = useEditorSetting();
  const definition = useEditor(definitionOf);
  const findings = useFindingsOf(null);
  const focus = useEditor(focusOf);
  const body = useRef<HTMLDivElement>(null);
  const settings = definition.settings;
  const pointer = focus?.node === null ? focus.pointer : null;
  const at = focus?.at;
  useEffect(() => (pointer === null || at === undefined ? undefined : focusField(() => body.current, pointer)), [pointer, at]);

  const put = (patch: WorkflowPatch, merge?: string): void => store.getState().do('inspector.undoWorkflow', (input) => setWorkflow(input, patch), merge);
  const set = (key: keyof WorkflowPatch, value: Json | undefined): void => put({ [key]: value } as WorkflowPatch, `workflow:${key}`);
  const setSetting = (key: keyof WorkflowSettings) => (value: Json | undefined): void => {
    const next: Record<string, Json | undefined> = { ...(settings as JsonObject | undefined), [key]: value };
    if (value === undefined) delete next[key];
    put({ settings: Object.keys(next).length === 0 ? undefined : (next as WorkflowSettings) }, `workflow:settings:${key}`);
  };
  /** What reads a field of the input goes by its new name. */
  const renameInput = (input: JsonObject, from: string, to: string): readonly string[] => {
    let left: readonly string[] = [];
    store.getState().do('inspector.undoWorkflow', (before) => {
      const followed = followFieldName(before, catalogue, { kind: 'input' }, from, to);
      left = followed.left;
      return setWorkflow(followed.definition, { input });
    });
    return stepNames(store.getState().history.definition, left);
  };
  /** Nothing reads what a workflow answers with; its Ends write it. */
  const renameOutput = (output: JsonObject, from: string): readonly string[] => {
    put({ output });
    const now = store.getState().history.definition;
    return stepNames(now, endsThatWrite(now, catalogue, from));
  };
  const homeless = findings.filter((finding) => !HOMES.test(finding.at));

  return (
    <Form node={null} findings={findings}>
      <div className="flex h-full min-h-0 flex-col" data-testid="inspector-workflow">
        <header className="flex items-center gap-2.5 border-b border-line px-4 pb-3 pt-3.5">
          <span className="grid size-[30px] shrink-0 place-items-center rounded-md bg-accent-soft text-accent"><Workflow className="size-[17px]" strokeWidth={1.7} aria-hidden /></span>
          <div className="min-w-0">
            <h2 className="text-md font-semibold">{t('inspector.workflow')}</h2>
            <p className="truncate text-sm text-ink-3">{t('inspector.nodeCount', { count: definition.nodes.length })} · {t('inspector.edgeCount', { count: definition.edges.length })}</p>
          </div>
        </header>
        <div ref={body} className="min-h-0 flex-1 space-y-4 overflow-y-auto px-4 py-3.5" data-scroll>
          {homeless.map((finding, index) => <FindingNote key={index} finding={finding} />)}
          <TextField pointer="/name" label={t('common.name')} mode="literal" required value={definition.name} onChange={(value) => typeof value === 'string' && value.trim() !== '' && set('name', value)} />
          <TextField pointer="/description" label={t('inspector.description')} kind="Markdown" mode="literal" singleLine={false} lines={3} value={definition.description} onChange={(value) => set('description', value)} />
          <Section title={t('inspector.data')}>
            <SchemaField pointer="/input" label={t('inspector.inputSchema')} help={t('inspector.inputSchemaHelp')} value={definition.input as Json | undefined} asked lines={6} onChange={(value, merge) => put({ input: value }, merge === null ? undefined : `workflow:input:${merge}`)} onRename={renameInput} />
            <SchemaField pointer="/output" label={t('inspector.outputSchema')} help={t('inspector.outputSchemaHelp')} value={definition.output as Json | undefined} written lines={3} onChange={(value, merge) => put({ output: value }, merge === null ? undefined : `workflow:output:${merge}`)} onRename={renameOutput} />
          </Section>
          <Section title={t('inspector.limits')}>
            <TextField pointer="/settings/timeout" label={t('inspector.runTimeout')} mode="literal" reads="duration" value={settings?.timeout} placeholder={t('inspector.noLimit')} help={t('inspector.runTimeoutHelp')} onChange={setSetting('timeout')} />
            <SwitchField pointer="/settings/timeoutCountsPeople" label={t('inspector.countsPeople')} value={settings?.timeoutCountsPeople} help={t('inspector.countsPeopleHelp')} onChange={(value) => setSetting('timeoutCountsPeople')(value === true ? true : undefined)} />
            <div className="grid grid-cols-2 gap-x-3 gap-y-3.5">
              <TextField pointer="/settings/taskQueue" label={t('inspector.queue')} mode="literal" value={settings?.taskQueue} placeholder="default" onChange={setSetting('taskQueue')} />
              <TextField pointer="/settings/priority" label={t('inspector.priority')} mode="literal" reads="number" integer minimum={-100} maximum={100} value={settings?.priority} placeholder="0" onChange={setSetting('priority')} />
            </div>
            <SelectField
              pointer="/settings/onConflict"
              label={t('inspector.onConflict')}
              help={t('inspector.onConflictHelp')}
              value={settings?.onConflict}
              unsaid={t('inspector.conflictFail')}
              options={[{ value: 'return', label: t('inspector.conflictReturn') }, { value: 'cancel', label: t('inspector.conflictCancel') }]}
              onChange={(value) => setSetting('onConflict')(value === 'fail' ? undefined : value)}
            />
          </Section>
          <Section title={t('inspector.defaultRetry')} help={t('inspector.defaultRetryHelp')}>
            <RetryFields pointer="/settings/retry" retry={settings?.retry} onChange={(retry) => setSetting('retry')(retry as Json | undefined)} />
          </Section>
          <Section title={t('inspector.search')}>
            <PairsField pointer="/settings/searchAttributes" label={t('inspector.searchAttributes')} help={t('inspector.searchAttributesHelp')} value={settings?.searchAttributes} onChange={(value) => setSetting('searchAttributes')(value !== undefined && Object.keys(value as JsonObject).length > 0 ? value : undefined)} />
          </Section>
          <QueriesSection value={definition.queries} onChange={(queries, merge) => put({ queries }, merge === null ? undefined : `workflow:${merge}`)} />
          <UpdatesSection value={definition.updates} onChange={(updates, merge) => put({ updates }, merge === null ? undefined : `workflow:${merge}`)} />
        </div>
      </div>
    </Form>
  );
}
