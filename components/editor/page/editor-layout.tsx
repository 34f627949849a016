'use client';
import { PanelRightClose, PanelRightOpen, X } from 'lucide-react';
import { useEffect } from 'react';
import type { Workflow } from '@/engine/index.ts';
import { ZoomControls } from '../../canvas/controls.tsx';
import type { KeyedStore } from '../../canvas/keyed-store.ts';
import type { NodeMarks } from '../../canvas/overlay.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { FindingsContext } from '../../inspector/model/findings.ts';
import { PalettePlace } from '../../palette/palette-place.tsx';
import { Main } from '../../shell/page.tsx';
import { IconButton } from '../../ui/button.tsx';
import { Resizable } from '../../ui/resizable.tsx';
import type { Checks } from '../checks/use-checks.ts';
import { useKit } from '../kit.ts';
import { EditorCanvas } from '../parts/editor-canvas.tsx';
import type { SaveState } from '../saving/draft-saver.ts';
import { TestRunBar } from '../tests/test-run-bar.tsx';
import { panelOf, selectionOf, useEditor } from '../store.ts';
import { EditorTopBar } from './editor-top-bar.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import { FindPanel } from './find-panel.tsx';
import { InspectorSlot } from './inspector-slot.tsx';
import { ProofBar } from './proof-bar.tsx';
import { RenameBox } from './rename-box.tsx';
import { ToolBar } from './tool-bar.tsx';

type Props = { workflow: Workflow; checks: Checks; marks: KeyedStore<NodeMarks>; saveState: SaveState; onConflict: () => void; phone: boolean; inspector: boolean; onInspector: (open: boolean) => void };

/** The bar on top, the canvas with its tools, the inspector at the right; on a phone the inspector is a sheet from below. */
export function EditorLayout({ workflow, checks, marks, saveState, onConflict, phone, inspector, onInspector }: Props) {
  const t = useDesignT();
  const panel = useEditor(panelOf);
  const selected = useEditor((state) => [...selectionOf(state)][0] ?? null);
  // What is left of the canvas above the sheet is for the step it is about.
  const sheet = phone && panel?.kind !== 'palette' && (inspector || selected !== null);
  return (
    <FindingsContext value={checks.findings}>
      <EditorTopBar workflow={workflow} saveState={saveState} onConflict={onConflict} phone={phone} />
      <Main fixed className={phone ? 'flex flex-col' : 'flex'}>
        <div className="relative min-h-0 min-w-0 flex-1" data-testid="canvas">
          <EditorCanvas marks={marks} still={phone}>
            <ToolBar compact={phone} />
            {!sheet && (
              <div className="absolute bottom-3.5 left-3.5 right-3.5 z-[5] flex items-center gap-2">
                <ProofBar checks={checks} compact={phone} />
                <ZoomControls map={!phone} />
              </div>
            )}
            <TestRunBar compact={phone} />
            <RenameBox />
            <EmptyCanvas />
          </EditorCanvas>
          <PalettePlace />
          {panel?.kind === 'find' ? (
            <FindPanel />
          ) : (
            <div className="absolute right-3.5 top-3.5 z-10">
              <IconButton label={inspector ? t('designer.closeInspector') : t('designer.openInspector')} shortcut="I" side="left" variant="default" size="sm" aria-expanded={inspector} onClick={() => onInspector(!inspector)}>
                {inspector ? <PanelRightClose aria-hidden /> : <PanelRightOpen aria-hidden />}
              </IconButton>
            </div>
          )}
        </div>
        {!phone && inspector && (
          <Resizable name="editor-inspector" edge="left" initial={364} minimum={300} maximum={680} className="border-l border-line bg-surface" label={t('designer.inspector')}>
            <aside className="flex h-full flex-col" aria-label={t('designer.inspector')}><InspectorSlot /></aside>
          </Resizable>
        )}
        {sheet && <PhoneSheet selected={selected} onClose={() => onInspector(false)} />}
      </Main>
    </FindingsContext>
  );
}

/** On a phone: what is selected, under the canvas. */
function PhoneSheet({ selected, onClose }: { selected: string | null; onClose: () => void }) {
  const t = useDesignT();
  const kit = useKit();
  // The sheet takes half of the canvas: what was tapped is kept in sight.
  useEffect(() => {
    if (selected === null) return;
    const keepInSight = (): void => {
      const { history, focus, lookAt } = kit.state();
      // Several stay selected; and whoever was led to a field of it is still led there.
      if (history.selection.size === 1) lookAt(selected, focus?.node === selected ? focus.pointer : null);
    };
    // The canvas hears of its new height after the first frame, and centres by it.
    let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(keepInSight)));
    return () => cancelAnimationFrame(frame);
  }, [selected, kit]);
  return (
    <section aria-label={t('designer.inspector')} data-testid="inspector-sheet" className="relative flex h-[46%] shrink-0 animate-in flex-col rounded-t-xl border-t border-line bg-surface shadow-float">
      <IconButton
        size="sm"
        label={t('designer.closeInspector')}
        className="absolute right-2 top-2 z-10 bg-surface"
        onClick={() => {
          onClose();
          kit.state().select([]);
        }}
      >
        <X aria-hidden />
      </IconButton>
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden"><InspectorSlot /></div>
    </section>
  );
}
