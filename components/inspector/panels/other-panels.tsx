'use client';
import { ArrowRight, CircleSlash, Group, Package, StickyNote, Trash2, Undo2, Workflow } from 'lucide-react';
import { useContext, type ReactNode } from 'react';
import { useNodeTexts } from '@/components/canvas/node-texts.ts';
import { branchesOf, branchOfEdge } from '@/components/canvas/branches.ts';
import { reconnect } from '@/components/editor/commands/connect.ts';
import { group } from '@/components/editor/commands/group.ts';
import { setNote } from '@/components/editor/commands/notes.ts';
import { remove } from '@/components/editor/commands/remove.ts';
import { toggleDisabled } from '@/components/editor/commands/set-node.ts';
import { isFlow, nodeById } from '@/components/editor/document/graph.ts';
import { KitContext } from '@/components/editor/kit.ts';
import { lockedIn } from '@/components/editor/document/locked.ts';
import { lockedWords } from '@/components/editor/parts/locked-words.ts';
import { startExtract } from '@/components/editor/parts/start-extract.ts';
import type { Selection } from '@/components/editor/document/history.ts';
import { definitionOf, useEditor, useEditorSetting } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { Button } from '@/components/ui/button.tsx';
import { Kbd } from '@/components/ui/kbd.tsx';
import { toast } from '@/components/ui/toast.tsx';
import type { EdgeDefinition, NoteDefinition } from '@/engine/index.ts';
import { SelectField } from '../fields/choice-fields.tsx';
import { FindingNote } from '../fields/row.tsx';
import { TextField } from '../fields/text-field.tsx';
import { useEdgeFindings } from '../model/findings.ts';
import { Form } from './form.tsx';

function Panel({ icon, title, subtitle, children }: { icon: ReactNode; title: string; subtitle?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex items-center gap-2.5 border-b border-line px-4 pb-3 pt-3.5">
        <span className="grid size-[30px] shrink-0 place-items-center rounded-md bg-sunken text-ink-2 [&_svg]:size-[17px]">{icon}</span>
        <div className="min-w-0">
          <h2 className="truncate text-md font-semibold">{title}</h2>
          {subtitle && <p className="truncate text-sm text-ink-3">{subtitle}</p>}
        </div>
      </header>
      <div className="min-h-0 flex-1 space-y-4 overflow-y-auto px-4 py-3.5" data-scroll>{children}</div>
    </div>
  );
}

/** Several things at once: how many, and what can be done with all of them. */
export function SeveralPanel({ selection }: { selection: Selection }) {
  const t = useDesignT();
  const { store, catalogue, readOnly } = useEditorSetting();
  const kit = useContext(KitContext);
  const definition = useEditor(definitionOf);
  const nodes = definition.nodes.filter((node) => selection.has(node.id));
  const allOff = nodes.length > 0 && nodes.every((node) => node.disabled);
  const actions: { key: string; label: string; icon: ReactNode; keys: string; run: () => void; hidden?: boolean; danger?: boolean }[] = [
    { key: 'group', label: t('inspector.group'), icon: <Group aria-hidden />, keys: 'Mod+G', hidden: nodes.length < 2, run: () => store.getState().do('editor.cmdGroup', (input) => group(input, catalogue, selection)) },
    { key: 'extract', label: t('editor.cmdExtract'), icon: <Package aria-hidden />, keys: 'Mod+Alt+G', hidden: nodes.length === 0 || kit === null, run: () => kit !== null && startExtract(kit) },
    { key: 'disable', label: allOff ? t('inspector.enable') : t('inspector.disable'), icon: <CircleSlash aria-hidden />, keys: 'D', hidden: nodes.length === 0, run: () => store.getState().do('editor.cmdDisable', (input) => toggleDisabled(input, selection)) },
    { key: 'delete', label: t('common.delete'), icon: <Trash2 aria-hidden />, keys: 'Delete', danger: true, run: () => {
      const locked = lockedWords(lockedIn(definition, selection), t);
      if (locked !== null) return toast.info(locked);
      store.getState().do('editor.cmdDelete', (input) => remove(input, catalogue, selection));
    } },
  ];
  return (
    <Panel icon={<Workflow aria-hidden />} title={t('common.selected', { count: selection.size })} subtitle={t('inspector.selectedNodes', { count: nodes.length })}>
      {!readOnly && (
        <ul className="space-y-1.5">
          {actions.filter(({ hidden }) => hidden !== true).map((action) => (
            <li key={action.key}>
              <Button className="w-full" variant={action.danger ? 'danger' : 'default'} icon={action.icon} onClick={action.run}><span className="flex-1 text-left">{action.label}</span><Kbd keys={action.keys} /></Button>
            </li>
          ))}
        </ul>
      )}
      <ul className="space-y-0.5" aria-label={t('inspector.selectedNodes', { count: nodes.length })}>
        {nodes.slice(0, 50).map((node) => (
          <li key={node.id}><button type="button" className="w-full truncate rounded-sm px-2 py-1 text-left hover:bg-hover" onClick={() => store.getState().lookAt(node.id)}>{node.name || node.id} <span className="font-mono text-xs text-ink-3">{node.id}</span></button></li>
        ))}
      </ul>
    </Panel>
  );
}

const COLOURS = ['amber', 'blue', 'green', 'violet', 'grey'] as const;

export function NotePanel({ note }: { note: NoteDefinition }) {
  const t = useDesignT();
  const { store, catalogue, readOnly } = useEditorSetting();
  const set = (patch: Parameters<typeof setNote>[2], merge?: string): void => store.getState().do('editor.cmdNote', (input) => setNote(input, note.id, patch), merge);
  return (
    <Form node={null} findings={[]}>
      <Panel icon={<StickyNote aria-hidden />} title={t('inspector.note')} subtitle={t('inspector.noteHelp')}>
        <TextField key={note.id} pointer={`/notes/${note.id}/text`} label={t('inspector.noteText')} kind="Markdown" mode="literal" singleLine={false} lines={10} value={note.text} onChange={(value) => set({ text: typeof value === 'string' ? value : '' }, `note:${note.id}`)} />
        <SelectField pointer={`/notes/${note.id}/color`} label={t('inspector.colour')} value={note.color} unsaid={t('inspector.colour-none')} options={COLOURS.map((value) => ({ value, label: t(`inspector.colour-${value}`) }))} onChange={(value) => set({ color: typeof value === 'string' ? value : undefined })} />
        {!readOnly && <Button variant="danger" icon={<Trash2 aria-hidden />} onClick={() => store.getState().do('editor.cmdDelete', (input) => remove(input, catalogue, [note.id]))}>{t('common.delete')}</Button>}
      </Panel>
    </Form>
  );
}

export function EdgePanel({ edge }: { edge: EdgeDefinition }) {
  const t = useDesignT();
  const text = useNodeTexts();
  const { store, catalogue, readOnly } = useEditorSetting();
  const definition = useEditor(definitionOf);
  const findings = useEdgeFindings(edge.id);
  const source = nodeById(definition, edge.source);
  const target = nodeById(definition, edge.target);
  const flow = isFlow(edge);
  const branches = source ? branchesOf(source, catalogue.get(source.type)) : [];
  const branch = branchOfEdge(edge.branch, branches);
  const shown = branches.includes(branch) ? branches : [...branches, branch];
  return (
    <Form node={null} findings={[]}>
      <Panel icon={flow ? <ArrowRight aria-hidden /> : <Undo2 aria-hidden />} title={t(flow ? 'inspector.edge' : 'inspector.undoEdge')} subtitle={`${source?.name || edge.source} → ${target?.name || edge.target}`}>
        {findings.map((finding, index) => <FindingNote key={index} finding={finding} />)}
        <p className="text-ink-2">{t(flow ? 'inspector.edgeHelp' : 'inspector.undoEdgeHelp', { source: source?.name || edge.source, target: target?.name || edge.target })}</p>
        {flow && shown.length > 1 && (
          <SelectField pointer={`/edges/${edge.id}/branch`} label={t('inspector.branch')} value={branch} options={shown.map((value) => ({ value, label: text(`branch.${value}`, value) }))} onChange={(value) => typeof value === 'string' && store.getState().do('editor.cmdConnect', (input) => reconnect(input, catalogue, edge.id, { source: edge.source, target: edge.target, ...(value === 'out' ? {} : { branch: value }) }))} />
        )}
        <div className="flex flex-wrap gap-2">
          {source && <Button size="sm" onClick={() => store.getState().lookAt(source.id)}>{t('inspector.lookAt', { name: source.name || source.id })}</Button>}
          {target && <Button size="sm" onClick={() => store.getState().lookAt(target.id)}>{t('inspector.lookAt', { name: target.name || target.id })}</Button>}
        </div>
        {!readOnly && <Button variant="danger" icon={<Trash2 aria-hidden />} onClick={() => store.getState().do('editor.cmdDelete', (input) => remove(input, catalogue, [edge.id]))}>{t('common.delete')}</Button>}
      </Panel>
    </Form>
  );
}
