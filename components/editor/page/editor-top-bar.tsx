'use client';
import { Code, Command, Download, Ellipsis, FlaskConical, History, Keyboard, List, Play, Rocket, Search, Upload } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { Workflow } from '@/engine/index.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { TopBar } from '../../shell/page.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { useKit } from '../kit.ts';
import type { SaveState } from '../saving/draft-saver.ts';
import { NameField } from './name-field.tsx';
import { SaveMark } from './save-mark.tsx';
import { Crumb, WorkflowTabs } from './workflow-tabs.tsx';

/** Where am I, is it saved, what can I do. */
export function EditorTopBar({ workflow, saveState, onConflict, phone }: { workflow: Workflow; saveState: SaveState; onConflict: () => void; phone: boolean }) {
  const t = useDesignT();
  const router = useRouter();
  const kit = useKit();
  const open = (kind: 'publish' | 'backTest' | 'run' | 'api' | 'help' | 'commands' | 'find') => (): void => kit.state().open({ kind });
  const version = (workflow.latestVersion ?? 0) + 1;
  const places: (MenuItem | null)[] = [
    { label: t('designer.publish', { version }), icon: <Rocket aria-hidden />, onSelect: open('publish') },
    { label: t('designer.runs'), icon: <List aria-hidden />, onSelect: () => router.push(`/runs?workflow=${encodeURIComponent(workflow.slug)}`) },
    { label: t('workflows.versions'), icon: <History aria-hidden />, onSelect: () => router.push(`/workflows/${workflow.slug}/versions`) },
    null,
  ];
  const more: (MenuItem | null)[] = [
    { label: t('editor.cmdPalette'), icon: <Command aria-hidden />, shortcut: 'Mod+K', onSelect: open('commands') },
    { label: t('editor.cmdFind'), icon: <Search aria-hidden />, shortcut: 'Mod+F', onSelect: open('find') },
    { label: t('editor.cmdHelp'), icon: <Keyboard aria-hidden />, shortcut: '?', onSelect: open('help') },
    null,
    { label: t('editor.cmdBackTest'), icon: <FlaskConical aria-hidden />, onSelect: open('backTest') },
    { label: t('editor.cmdApi'), icon: <Code aria-hidden />, onSelect: open('api') },
    { label: t('editor.cmdExport'), icon: <Download aria-hidden />, onSelect: kit.exportJson },
    { label: t('editor.cmdImport'), icon: <Upload aria-hidden />, onSelect: kit.importJson },
  ];
  return (
    <TopBar crumb={<Crumb />} title={<NameField />} middle={<WorkflowTabs slug={workflow.slug} on="editor" />} className={phone ? 'gap-2 px-2.5' : undefined}>
      <SaveMark state={saveState} onConflict={onConflict} onRetry={kit.saveNow} />
      <Menu items={phone ? [...places, ...more] : more}>
        <IconButton label={t('designer.moreActions')} data-testid="more"><Ellipsis aria-hidden /></IconButton>
      </Menu>
      {!phone && <Button onClick={open('publish')} data-testid="publish">{t('designer.publish', { version })}</Button>}
      <Button variant="primary" icon={<Play aria-hidden />} onClick={open('run')} data-testid="run">
        {t('designer.run')} {!phone && <Kbd keys="Mod+Enter" className="he-kbd" />}
      </Button>
    </TopBar>
  );
}
