'use client';
import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { RunOverlay } from '@/components/canvas/overlay.ts';
import { useRun, useRunDefinition } from '@/components/data/hooks.ts';
import type { LiveRun } from '@/components/data/live-run.ts';
import { keys } from '@/components/data/query-keys.ts';
import { useLiveRun, useRunStream } from '@/components/data/use-run-stream.ts';
import { RunOfValues } from '@/components/ui/large-value.tsx';
import { useTitle } from '@/components/shell/page.tsx';
import { shapes, type Focus } from '@/engine/index.ts';
import { PaintRun } from './canvas/paint-run.tsx';
import { focusOn } from './model/focus-of.ts';
import { resolveSelection } from './model/resolve-selection.ts';
import { Pace } from './model/pace.ts';
import { RunViewContext, type RunView, type Selection } from './model/run-view.ts';
import { useAt, useStepInAddress } from './model/use-place.ts';
import { useMoment } from './model/use-moment.ts';
import { viewPlanOf } from './model/view-plan.ts';
import { RunError, RunSkeleton } from './run-states.tsx';
import { RunLayout } from './run-layout.tsx';

const EMPTY_PLAN: RunView['plan'] = { nodes: new Map(), scopes: new Map() };

/** One run on its canvas: live, or at any moment of its past. */
export function RunPage({ runId }: { runId: string }) {
  const client = useQueryClient();
  const run = useRun(runId);
  const definition = useRunDefinition(runId);
  const connection = useRunStream(runId, { enabled: run.isSuccess });
  const newest = useLiveRun(runId);
  // The canvas is first with what is new. What stands round it follows when that is painted, in slices that let the hand through.
  const [live, setLive] = useState(newest);
  // What was painted last may be told of after something newer has been shown.
  const [pace] = useState(() => new Pace((next: LiveRun) => startTransition(() => setLive((before) => (before !== undefined && before.seq > next.seq ? before : next))), (late, than) => late.seq < than.seq));
  useEffect(() => pace.shown(), [pace, live]);
  useEffect(() => () => pace.stop(), [pace]);
  const shownStatus = live?.state.status;
  const show = useCallback((next: LiveRun) => pace.offer(next, next.state.status !== shownStatus), [pace, shownStatus]);
  const [overlay] = useState(() => new RunOverlay());
  const [at, rewind] = useAt();
  const { moment, folding } = useMoment(live, at);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [focus, setFocus] = useState<Focus>({});
  useTitle(run.data?.workflow.name);

  const document = definition.data ?? null;
  const isLive = at === null;
  const painted = isLive && document !== null;
  useEffect(() => {
    if (!painted && newest !== undefined) show(newest);
  }, [painted, newest, show]);

  const plan = useMemo(() => (document === null ? EMPTY_PLAN : viewPlanOf(document, shapes)), [document]);

  // What only the API knows of the run (parked, waits by name) is read again when the stream says that its status changed, and
  // a move to another version brings another definition. A past that still comes in says nothing new.
  const seq = live?.seq ?? 0;
  const told = seq > 0 && seq >= (run.data?.lastSeq ?? 0) ? live : undefined;
  const status = told?.state.status;
  const known = run.data?.status;
  useEffect(() => {
    if (status !== undefined && known !== undefined && status !== known) void client.invalidateQueries({ queryKey: keys.runs.one(runId), exact: true });
  }, [client, runId, status]); // eslint-disable-line react-hooks/exhaustive-deps -- the answer must not ask again

  const version = told?.state.version;
  const knownVersion = run.data?.version;
  useEffect(() => {
    if (version === undefined || knownVersion === undefined || version === knownVersion) return;
    void client.invalidateQueries({ queryKey: keys.runs.one(runId), exact: true });
    void client.invalidateQueries({ queryKey: keys.runs.definition(runId) });
  }, [client, runId, version]); // eslint-disable-line react-hooks/exhaustive-deps -- the answer must not ask again

  const latest = useRef(moment);
  useEffect(() => {
    latest.current = moment;
  });
  const select = useCallback((next: Selection | null, follow = false) => {
    setSelection(next);
    const state = latest.current?.state;
    if (follow && next !== null && next.path !== null && state !== undefined) setFocus((before) => focusOn(state, next.path!, before));
  }, []);
  const look = useCallback((container: string, index: number | null) => {
    setFocus((before) => ({ ...before, [container]: index }));
    setSelection((before) => (before === null ? null : { node: before.node, path: null }));
  }, []);
  const openFromAddress = useCallback((path: string) => setSelection({ node: path.slice(path.lastIndexOf('/') + 1), path }), []);
  useStepInAddress(selection?.path ?? null, openFromAddress);

  // A node without a step gets one, and an iteration that is looked into another: the selection follows.
  const resolved = useMemo(() => resolveSelection(selection, moment?.state, focus), [selection, moment, focus]);

  const data = run.data;
  const view = useMemo<RunView | null>(
    () => (data === undefined || live === undefined || moment === null ? null : { runId, run: data, live, connection, moment, overlay, folding, definition: document, plan, focus, look, selection: resolved, select, rewind }),
    [runId, data, live, connection, moment, overlay, folding, document, plan, focus, look, resolved, select, rewind],
  );

  if (run.error && run.data === undefined) return <RunError error={run.error} onRetry={() => void run.refetch()} />;
  const paint = document !== null && newest !== undefined && newest.seq > 0 && <PaintRun overlay={overlay} definition={document} plan={plan} focus={focus} live={isLive ? newest : null} past={isLive ? null : moment} onPainted={show} />;
  return (
    <>
      {paint}
      {/* oxlint-disable-next-line react/refs -- the ref is read by a handler alone */}
      {view === null ? <RunSkeleton run={run.data ?? null} /> : (
        <RunViewContext value={view}>
          <RunOfValues value={runId}>
            <RunLayout definitionError={definition.error} />
          </RunOfValues>
        </RunViewContext>
      )}
    </>
  );
}
