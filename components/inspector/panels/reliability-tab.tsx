'use client';
import { setNode, toggleDisabled, type NodeSettings } from '@/components/editor/commands/set-node.ts';
import { definitionOf, useEditor, useEditorSetting } from '@/components/editor/store.ts';
import { isFlow } from '@/components/editor/document/graph.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { CONTAINER_KINDS, type Join, type Json, type NodeDefinition, type NodeKind } from '@/engine/index.ts';
import { SelectField, SwitchField } from '../fields/choice-fields.tsx';
import { TextField } from '../fields/text-field.tsx';
import { RetryFields } from './retry-fields.tsx';
import { Section } from './section.tsx';
import { UndoField } from './undo-field.tsx';

const CAN_FAIL = new Set<NodeKind>(['task', 'transform', 'condition', 'switch', 'set', 'wait', 'signal', 'approval', 'child', 'emit', 'map', 'loop', 'saga', 'group']);

/** What happens when things go wrong, take long, or come together. */
export function ReliabilityTab({ node }: { node: NodeDefinition }) {
  const t = useDesignT();
  const { store, catalogue } = useEditorSetting();
  const definition = useEditor(definitionOf);
  const spec = catalogue.get(node.type);
  const kind = spec?.kind;
  const set = (key: keyof NodeSettings, value: Json | undefined, merge = true): void =>
    store.getState().do('inspector.undoReliability', (input) => setNode(input, node.id, { [key]: value } as Partial<NodeSettings>), merge ? `node:${node.id}:${key}` : undefined);
  const isTask = kind === 'task';
  const isUndo = definition.edges.some((edge) => !isFlow(edge) && edge.target === node.id);
  const incoming = definition.edges.filter((edge) => isFlow(edge) && edge.target === node.id).length;
  const timeout = (key: keyof NonNullable<NodeDefinition['timeouts']>) => (value: Json | undefined) => {
    const next = { ...node.timeouts, [key]: value };
    if (value === undefined) delete next[key];
    set('timeouts', Object.keys(next).length === 0 ? undefined : (next as Json));
  };

  return (
    <div className="space-y-4">
      {kind !== undefined && CAN_FAIL.has(kind) && !isUndo && (
        <Section title={t('inspector.whenItFails')}>
          <SelectField
            pointer="/onError" label={t('inspector.onError')} value={node.onError} unsaid={t('inspector.onError-fail')}
            options={[{ value: 'continue', label: t('inspector.onError-continue') }, { value: 'branch', label: t('inspector.onError-branch') }]}
            help={t(`inspector.onErrorHelp-${node.onError ?? 'fail'}`)}
            onChange={(value) => set('onError', value, false)}
          />
        </Section>
      )}
      {isTask && <Section title={t('inspector.retry')} help={t('inspector.retryHelp')}><RetryFields retry={node.retry} inherited={definition.settings?.retry} type={spec?.retry?.maximumAttempts} onChange={(retry) => set('retry', retry as Json | undefined)} /></Section>}
      {isTask && (
        <Section title={t('inspector.timeouts')}>
          <div className="grid grid-cols-2 gap-x-3 gap-y-3.5">
            <TextField pointer="/timeouts/startToClose" label={t('inspector.startToClose')} mode="literal" reads="duration" value={node.timeouts?.startToClose} placeholder={spec?.timeouts?.startToClose ?? t('inspector.noLimit')} help={t('inspector.startToCloseHelp')} onChange={timeout('startToClose')} />
            <TextField pointer="/timeouts/scheduleToClose" label={t('inspector.scheduleToClose')} mode="literal" reads="duration" value={node.timeouts?.scheduleToClose} placeholder={t('inspector.noLimit')} help={t('inspector.scheduleToCloseHelp')} onChange={timeout('scheduleToClose')} />
            <TextField pointer="/timeouts/scheduleToStart" label={t('inspector.scheduleToStart')} mode="literal" reads="duration" value={node.timeouts?.scheduleToStart} placeholder={t('inspector.noLimit')} help={t('inspector.scheduleToStartHelp')} onChange={timeout('scheduleToStart')} />
            <TextField pointer="/timeouts/heartbeat" label={t('inspector.heartbeat')} mode="literal" reads="duration" value={node.timeouts?.heartbeat} placeholder={t('inspector.noLimit')} help={t('inspector.heartbeatHelp')} onChange={timeout('heartbeat')} />
          </div>
        </Section>
      )}
      <UndoField node={node} />
      {kind !== 'start' && !isUndo && (
        <Section title={t('inspector.join')}>
          <JoinFields node={node} incoming={incoming} set={set} />
        </Section>
      )}
      <Section title={t('inspector.running')}>
        {isTask && (
          <div className="grid grid-cols-2 gap-x-3 gap-y-3.5">
            <TextField pointer="/taskQueue" label={t('inspector.queue')} mode="literal" value={node.taskQueue} placeholder={definition.settings?.taskQueue ?? 'default'} onChange={(value) => set('taskQueue', value)} />
            <TextField pointer="/priority" label={t('inspector.priority')} mode="literal" reads="number" integer minimum={-100} maximum={100} value={node.priority} placeholder={String(definition.settings?.priority ?? 0)} onChange={(value) => set('priority', value)} />
          </div>
        )}
        {isTask && <TextField pointer="/cache" label={t('inspector.cache')} mode="literal" reads="duration" value={node.cache?.ttl} placeholder={t('inspector.noCache')} help={t('inspector.cacheHelp')} onChange={(value) => set('cache', typeof value === 'string' ? { ttl: value } : undefined)} />}
        {node.parent === undefined && kind !== 'start' && kind !== 'end' && !isUndo && <SwitchField pointer="/always" label={t('inspector.always')} value={node.always} help={t('inspector.alwaysHelp')} onChange={(value) => set('always', value === true ? true : undefined, false)} />}
        <SwitchField pointer="/disabled" label={t('inspector.disabled')} value={node.disabled} help={t(kind !== undefined && CONTAINER_KINDS.has(kind) ? 'inspector.disabledBoxHelp' : 'inspector.disabledHelp')} onChange={() => store.getState().do('editor.cmdDisable', (input) => toggleDisabled(input, new Set([node.id])))} />
      </Section>
    </div>
  );
}

function JoinFields({ node, incoming, set }: { node: NodeDefinition; incoming: number; set: (key: keyof NodeSettings, value: Json | undefined, merge?: boolean) => void }) {
  const t = useDesignT();
  const way = typeof node.join === 'object' ? 'atLeast' : (node.join ?? 'all');
  const choose = (value: Json | undefined): void => {
    const join: Join | undefined = value === 'atLeast' ? { atLeast: Math.max(1, Math.min(2, incoming)) } : value === 'any' ? 'any' : undefined;
    set('join', join, false);
  };
  return (
    <>
      <SelectField pointer="/join" label={t('inspector.joinWhen')} value={way === 'all' ? undefined : way} unsaid={t('inspector.join-all')} options={[{ value: 'any', label: t('inspector.join-any') }, { value: 'atLeast', label: t('inspector.join-atLeast') }]} help={incoming < 2 ? t('inspector.joinOne') : t(`inspector.joinHelp-${way}`)} onChange={choose} />
      {typeof node.join === 'object' && <TextField pointer="/join/atLeast" label={t('inspector.joinCount')} mode="literal" reads="number" integer minimum={1} value={node.join.atLeast} onChange={(value) => set('join', { atLeast: typeof value === 'number' ? value : 1 })} />}
      {way !== 'all' && <SelectField pointer="/rest" label={t('inspector.rest')} value={node.rest} unsaid={t('inspector.rest-run')} options={[{ value: 'cancel', label: t('inspector.rest-cancel') }]} onChange={(value) => set('rest', value, false)} />}
    </>
  );
}
