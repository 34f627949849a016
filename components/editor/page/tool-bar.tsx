'use client';
import { Plus, Redo2, StickyNote, Undo2, WandSparkles } from 'lucide-react';
import { designTextLoosely, useDesignT } from '../../i18n/use-design-t.ts';
import { useLanguage } from '../../i18n/use-t.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { COMMANDS } from '../keyboard/registry.ts';
import { useKit } from '../kit.ts';
import { useEditor } from '../store.ts';

/** Over the canvas: what one does all the time. */
export function ToolBar({ compact }: { compact: boolean }) {
  const t = useDesignT();
  const language = useLanguage();
  const kit = useKit();
  const past = useEditor((state) => state.history.past.at(-1)?.label);
  const future = useEditor((state) => state.history.future[0]?.label);
  const run = (id: string) => (): void => COMMANDS.find((command) => command.id === id)?.run(kit);
  const named = (key: 'designer.undoNamed' | 'designer.redoNamed', label: string): string => t(key, { what: designTextLoosely(language, label) });
  return (
    <div role="toolbar" aria-label={t('designer.tools')} className="absolute left-3.5 top-3.5 z-10 flex items-center gap-0.5 rounded-xl border border-line bg-surface p-[3px] shadow-card">
      <Button size="sm" variant="primary" icon={<Plus aria-hidden />} onClick={run('add')} data-testid="add-step" aria-label={t('designer.addStep')} className="mr-0.5 rounded-[9px]">
        {!compact && <>{t('designer.addStep')} <Kbd keys="N" className="he-kbd" /></>}
      </Button>
      {compact ? (
        <IconButton size="sm" label={t('designer.tidy')} onClick={kit.tidy}><WandSparkles aria-hidden /></IconButton>
      ) : (
        <>
          <Button size="sm" variant="ghost" onClick={kit.tidy} title={`${t('editor.cmdTidy')} (Shift+Alt+T)`} className="text-ink" data-testid="tidy">{t('designer.tidy')}</Button>
          <Button size="sm" variant="ghost" onClick={run('note')} title={`${t('editor.cmdNote')} (Shift+S)`} className="text-ink">{t('designer.note')}</Button>
        </>
      )}
      {compact && <IconButton size="sm" label={t('designer.note')} onClick={run('note')}><StickyNote aria-hidden /></IconButton>}
      <span className="mx-0.5 h-4 w-px bg-line" aria-hidden />
      <IconButton size="sm" label={past === undefined ? t('editor.cmdUndo') : named('designer.undoNamed', past)} shortcut="Mod+Z" disabled={past === undefined} onClick={() => kit.state().undo()} data-testid="undo"><Undo2 aria-hidden /></IconButton>
      <IconButton size="sm" label={future === undefined ? t('editor.cmdRedo') : named('designer.redoNamed', future)} shortcut="Mod+Shift+Z" disabled={future === undefined} onClick={() => kit.state().redo()} data-testid="redo"><Redo2 aria-hidden /></IconButton>
    </div>
  );
}
