'use client';
import { useQueryClient } from '@tanstack/react-query';
import { CircleStop, CircleQuestionMark, Copy, Ellipsis, FastForward, GitBranchPlus, GitCompare, GitFork, History, Keyboard, MessageSquareDiff, OctagonX, Pause, Play, Radio, RotateCw, SlidersHorizontal, type LucideIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useControlRun } from '@/components/data/hooks.ts';
import { restartRunStream } from '@/components/data/open-runs.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { useMe } from '@/components/shell/use-me.ts';
import { Button, IconButton } from '@/components/ui/button.tsx';
import { Menu, type MenuItems } from '@/components/ui/menu.tsx';
import { patiently } from '@/components/ui/patiently.ts';
import { toast } from '@/components/ui/toast.tsx';
import { isRunOver } from '@/engine/index.ts';
import { CHANGES, changesOf, type ChangeName } from '../changes/changes-of.ts';
import { controlsOf, type ControlName } from '../model/controls-of.ts';
import { useRunView } from '../model/run-view.ts';
import { useIsPhone } from '../use-is-phone.ts';
import { declaredUpdates } from './questions-of.ts';

const loadConfirm = () => patiently(() => import('@/components/ui/confirm-dialog.tsx'));
const loadAgain = () => patiently(() => import('./run-again-dialog.tsx'));
const loadSignal = () => patiently(() => import('./signal-dialog.tsx'));
const loadUpdate = () => patiently(() => import('./update-dialog.tsx'));
const loadQuery = () => patiently(() => import('./query-dialog.tsx'));
// With forms and the designer's fields in them; nobody needs them before they are asked for.
const ConfirmDialog = dynamic(async () => (await loadConfirm()).ConfirmDialog, { ssr: false });
const RunAgainDialog = dynamic(async () => (await loadAgain()).RunAgainDialog, { ssr: false });
const SignalDialog = dynamic(async () => (await loadSignal()).SignalDialog, { ssr: false });
const UpdateDialog = dynamic(async () => (await loadUpdate()).UpdateDialog, { ssr: false });
const QueryDialog = dynamic(async () => (await loadQuery()).QueryDialog, { ssr: false });
const ChangeDialog = dynamic(async () => (await patiently(() => import('../changes/change-dialog.tsx'))).ChangeDialog, { ssr: false });
const CHANGE_ICONS: Readonly<Record<ChangeName, LucideIcon>> = { forward: FastForward, override: SlidersHorizontal, retryWith: SlidersHorizontal, migrate: GitBranchPlus, fork: GitFork, reset: History };

/** Whoever reaches for the menu opens one of these next. */
function fetchDialogs(): void {
  void loadConfirm();
  void loadAgain();
  void loadSignal();
  void loadUpdate();
  void loadQuery();
}

/** What can be done with the run. Each control says what will happen, asks for a reason, and tells what went wrong. */
export function RunControls({ onKeys }: { onKeys: () => void }) {
  const t = useT();
  const router = useRouter();
  const client = useQueryClient();
  const { runId, run, live, definition } = useRunView();
  const [change, setChange] = useState<ChangeName | null>(null);
  const [asked, setAsked] = useState<ControlName | null>(null);
  const [talking, setTalking] = useState<'signal' | 'update' | 'query' | null>(null);
  const [again, setAgain] = useState(false);
  const [by] = useMe();
  const control = useControlRun();
  const offered = controlsOf(live.state);
  const over = isRunOver(live.state.status);
  const changes = changesOf(live.state, run.workflow.id !== null && run.version !== null);
  const phone = useIsPhone();

  const menu: MenuItems = [
    ...(over ? [] : [{ id: 'menu-signal', label: t('runs.signal'), icon: <Radio aria-hidden />, onSelect: () => setTalking('signal') }]),
    ...(over || declaredUpdates(definition).length === 0 ? [] : [{ id: 'menu-update', label: t('runs.update'), icon: <MessageSquareDiff aria-hidden />, onSelect: () => setTalking('update') }]),
    { id: 'menu-query', label: t('runs.query'), icon: <CircleQuestionMark aria-hidden />, onSelect: () => setTalking('query') },
    { id: 'menu-again', label: t('runs.runAgain'), icon: <Play aria-hidden />, disabled: definition === null, onSelect: () => setAgain(true) },
    { id: 'menu-compare', label: t('compare.with'), icon: <GitCompare aria-hidden />, onSelect: () => router.push(`/runs/compare?b=${encodeURIComponent(runId)}`) },
    null,
    ...CHANGES.filter((name) => changes.has(name)).map((name) => {
      const Icon = CHANGE_ICONS[name];
      return { id: `menu-${name}`, label: t(`changes.${name}`), icon: <Icon aria-hidden />, disabled: definition === null, onSelect: () => setChange(name) };
    }),
    null,
    { label: t('runs.copyId'), icon: <Copy aria-hidden />, onSelect: () => void navigator.clipboard.writeText(runId).then(() => toast.ok(t('common.copied'))) },
    // Beside the timeline it has a button, for which a phone has no room.
    ...(phone ? [{ id: 'menu-keys', label: t('runs.keys'), icon: <Keyboard aria-hidden />, shortcut: '?', onSelect: onKeys }] : []),
    ...(offered.has('cancel') ? [null, { id: 'menu-cancel', label: t('runs.cancel'), icon: <CircleStop aria-hidden />, danger: true, onSelect: () => setAsked('cancel') }] : []),
    ...(offered.has('terminate') ? [...(offered.has('cancel') ? [] : [null]), { id: 'menu-terminate', label: t('runs.terminate'), icon: <OctagonX aria-hidden />, danger: true, onSelect: () => setAsked('terminate') }] : []),
  ];

  return (
    <>
      {offered.has('pause') && (phone ? <IconButton label={t('runs.pause')} variant="default" onClick={() => setAsked('pause')}><Pause aria-hidden /></IconButton> : <Button icon={<Pause aria-hidden />} onClick={() => setAsked('pause')}>{t('runs.pause')}</Button>)}
      {offered.has('resume') && <Button variant="primary" icon={<Play aria-hidden />} onClick={() => setAsked('resume')}>{t('runs.resume')}</Button>}
      {offered.has('cancel') && !phone && <Button variant="danger" onClick={() => setAsked('cancel')}>{t('runs.cancel')}</Button>}
      {offered.has('retry') && <Button variant="primary" icon={<RotateCw aria-hidden />} onClick={() => setAsked('retry')}>{t('runs.retry')}</Button>}
      {over && !offered.has('retry') && !phone && <Button icon={<Play aria-hidden />} disabled={definition === null} onClick={() => setAgain(true)}>{t('runs.runAgain')}</Button>}
      <Menu items={menu}>
        <button type="button" onPointerEnter={fetchDialogs} onFocus={fetchDialogs} aria-label={t('common.moreActions')} className="inline-grid size-8 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink"><Ellipsis className="size-4" aria-hidden /></button>
      </Menu>
      {asked !== null && (
        <ConfirmDialog
          open
          onClose={() => setAsked(null)}
          title={t(`runs.${asked}Title`)}
          consequence={t(`runs.${asked}Means`)}
          confirmLabel={t(`runs.${asked}Do`)}
          dismissLabel={t('common.back')}
          danger={asked === 'cancel' || asked === 'terminate'}
          withReason
          onConfirm={async (reason) => {
            await control.mutateAsync({ id: runId, verb: asked, ...(reason === '' ? {} : { reason }), ...(by === '' ? {} : { by }) });
            if (asked === 'retry') restartRunStream(client, runId);
          }}
        />
      )}
      {change !== null && definition !== null && <ChangeDialog change={change} definition={definition} onClose={() => setChange(null)} />}
      {talking === 'signal' && <SignalDialog onClose={() => setTalking(null)} />}
      {talking === 'update' && definition !== null && <UpdateDialog definition={definition} onClose={() => setTalking(null)} />}
      {talking === 'query' && <QueryDialog definition={definition} onClose={() => setTalking(null)} />}
      {again && definition !== null && <RunAgainDialog definition={definition} onClose={() => setAgain(false)} />}
    </>
  );
}
