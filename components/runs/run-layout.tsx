'use client';
import { PanelRightClose, PanelRightOpen } from 'lucide-react';
import { memo, useCallback, useState } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { Main } from '@/components/shell/page.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { ErrorState } from '@/components/ui/error-state.tsx';
import { Resizable } from '@/components/ui/resizable.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import { isBoolean, useStored } from '@/components/ui/use-stored.ts';
import { RunCanvas } from './canvas/run-canvas.tsx';
import { RunDock, isDockTab, type DockTab } from './dock/run-dock.tsx';
import { RunInspector } from './inspector/run-inspector.tsx';
import { KeySheet } from './later-keys.tsx';
import { useRunView } from './model/run-view.ts';
import { PhoneSheet } from './phone-sheet.tsx';
import { BrokenNote, ParkedNote } from './run-states.tsx';
import { RunTopBar } from './top/run-top-bar.tsx';
import { useIsPhone } from './use-is-phone.ts';

/** Canvas in the middle, inspector at the right, dock at the foot; on a phone a sheet under the canvas. */
export const RunLayout = memo(function RunLayout({ definitionError }: { definitionError: unknown }) {
  const t = useT();
  const { definition, run, live } = useRunView();
  const phone = useIsPhone();
  const [inspector, setInspector] = useStored('run.inspector', true, isBoolean);
  const [dockOpen, setDockOpen] = useStored('run.dock', true, isBoolean);
  const [tab, setTab] = useStored<DockTab>('run.dock-tab', 'timeline', isDockTab);
  const [keys, setKeys] = useState(false);
  const openKeys = useCallback(() => setKeys(true), []);

  const canvas = definition !== null ? <RunCanvas definition={definition} /> : definitionError ? <ErrorState error={definitionError} className="pt-16" /> : <div role="status" aria-label={t('common.loading')} className="dots grid h-full place-items-center"><Skeleton className="h-14 w-[196px]" /></div>;
  const notes = (
    <>
      {run.parked !== null && <ParkedNote runId={run.id} reason={run.parked} />}
      {live.broken !== null && <BrokenNote seq={live.broken.seq} message={live.broken.message} />}
    </>
  );
  return (
    <>
      <RunTopBar onKeys={openKeys} />
      {notes}
      <Main fixed className={phone ? 'flex flex-col' : 'flex'}>
          {phone ? (
            <>
              <div className="min-h-0 basis-[46%]">{canvas}</div>
              <PhoneSheet />
            </>
          ) : (
            <>
              <div className="flex min-w-0 flex-1 flex-col">
                <div className="relative min-h-0 flex-1">
                  {canvas}
                  <div className="absolute right-3 top-3 z-10">
                    <IconButton label={inspector ? t('runs.closeInspector') : t('runs.openInspector')} variant="default" size="sm" onClick={() => setInspector(!inspector)}>{inspector ? <PanelRightClose aria-hidden /> : <PanelRightOpen aria-hidden />}</IconButton>
                  </div>
                </div>
                {dockOpen ? (
                  <Resizable name="run-dock" edge="top" initial={318} minimum={130} maximum={640} className="border-t border-line" label={t('runs.dock')}>
                    <RunDock open onToggle={() => setDockOpen(false)} tab={tab} onTab={setTab} onKeys={openKeys} />
                  </Resizable>
                ) : (
                  <div className="shrink-0 border-t border-line"><RunDock open={false} onToggle={() => setDockOpen(true)} tab={tab} onTab={setTab} onKeys={openKeys} /></div>
                )}
              </div>
              {inspector && (
                <Resizable name="run-inspector" edge="left" initial={364} minimum={300} maximum={680} className="border-l border-line bg-surface" label={t('runs.inspector')}>
                  <aside className="h-full" aria-label={t('runs.inspector')}><RunInspector /></aside>
                </Resizable>
              )}
            </>
          )}
      </Main>
      <KeySheet open={keys} onOpen={setKeys} />
    </>
  );
});
