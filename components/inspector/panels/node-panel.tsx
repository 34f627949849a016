'use client';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useEditor, type EditorState, type Focus } from '@/components/editor/store.ts';
import { useStale } from '@/components/editor/tests/use-stale.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Tabs, TabPanel } from '@/components/ui/tabs.tsx';
import type { NodeDefinition } from '@/engine/index.ts';
import { useFindingsOf, type LocalFinding } from '../model/findings.ts';
import { REFERENCE_MIME } from '../model/insert-reference.ts';
import { resultOf } from '../model/last-run.ts';
import { useLastRuns } from '../model/use-last-run.ts';
import { focusField } from '../model/focus-field.ts';
import { InputTab, OutputTab } from './data-tabs.tsx';
import { Form } from './form.tsx';
import { NodeHeader } from './node-header.tsx';
import { ReliabilityTab } from './reliability-tab.tsx';
import { isReliability, SettingsTab } from './settings-tab.tsx';

const focusOf = (state: EditorState): Focus | null => state.focus;
type TabName = 'settings' | 'reliability' | 'input' | 'output';

/** One node. The tab that is open stays open from node to node; what a node does not have is not offered. */
export function NodePanel({ node, tab, onTab }: { node: NodeDefinition; tab: string; onTab: (tab: string) => void }) {
  const t = useDesignT();
  const findings = useFindingsOf(node.id);
  const stale = useIsStale(node.id);
  const body = useRef<HTMLDivElement>(null);
  const focus = useEditor(focusOf);
  const [handled, setHandled] = useState<number | null>(null);
  const pointer = focus !== null && focus.node === node.id && focus.pointer !== null ? focus.pointer.replace(/^\/nodes\/\d+/, '') : null;

  // A finding was clicked: its tab opens, then its field takes the keyboard.
  if (focus !== null && pointer !== null && focus.at !== handled) {
    setHandled(focus.at);
    const wanted: TabName = isReliability(pointer) ? 'reliability' : pointer.startsWith('/ui/pinned') || pointer === '/output' ? 'output' : 'settings';
    if (wanted !== tab) onTab(wanted);
  }
  const at = focus?.at;
  useEffect(() => {
    if (pointer === null || pointer === '' || at === undefined || pointer === '/output') return;
    return focusField(() => body.current, pointer);
  }, [pointer, at]);

  // What is carried over the tab of the settings is for one of their fields.
  const openForDrop = (value: string, event: DragEvent): void => {
    if (value === 'settings' && event.dataTransfer.types.includes(REFERENCE_MIME)) onTab(value);
  };
  const reliability = findings.filter((finding) => isReliability(finding.at));
  const settings = findings.filter((finding) => !isReliability(finding.at));
  const tabs: { value: TabName; label: ReactNode }[] = [
    { value: 'settings', label: <TabLabel text={t('inspector.settings')} findings={settings} /> },
    { value: 'reliability', label: <TabLabel text={t('inspector.reliability')} findings={reliability} /> },
    { value: 'input', label: t('inspector.input') },
    { value: 'output', label: stale ? <span className="inline-flex items-center gap-1">{t('inspector.output')}<TriangleAlert className="size-3.5 text-wait" role="img" aria-label={t('editor.staleTab')} /></span> : t('inspector.output') },
  ];
  return (
    <Form node={node.id} findings={findings}>
      <div className="flex h-full min-h-0 flex-col" data-testid="inspector-node">
        <NodeHeader node={node} />
        <Tabs value={tab} onChange={onTab} onDragOver={openForDrop} tabs={tabs} label={t('inspector.aboutNode')} className="flex min-h-0 flex-1 flex-col" listClassName="shrink-0 px-3">
          <div ref={body} className="min-h-0 flex-1 overflow-y-auto px-4 py-3.5" data-scroll>
            <TabPanel value="settings"><SettingsTab key={node.id} node={node} /></TabPanel>
            <TabPanel value="reliability"><ReliabilityTab key={node.id} node={node} /></TabPanel>
            <TabPanel value="input"><InputTab key={node.id} node={node} /></TabPanel>
            <TabPanel value="output"><OutputTab key={node.id} node={node} /></TabPanel>
          </div>
        </Tabs>
      </div>
    </Form>
  );
}

function TabLabel({ text, findings }: { text: string; findings: readonly LocalFinding[] }) {
  const t = useDesignT();
  if (findings.length === 0) return text;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const Icon = errors > 0 ? CircleAlert : TriangleAlert;
  return (
    <span className="inline-flex items-center gap-1">
      {text}
      <Icon className={errors > 0 ? 'size-3.5 text-bad' : 'size-3.5 text-warn'} role="img" aria-label={t('canvas.problemsAt', { errors, warnings: findings.length - errors })} />
    </span>
  );
}

function useIsStale(node: string): boolean {
  const runs = useLastRuns();
  const run = useMemo(() => resultOf(runs, node)?.run ?? null, [runs, node]);
  return useStale(run, runs).has(node);
}
