'use client';
import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTaskQueues } from '@/components/data/hooks.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import type { StepState } from '@/engine/index.ts';
import { queueOf } from '../model/late-steps.ts';
import { useRunView } from '../model/run-view.ts';

/** A step waits for a worker that is not there, or for a queue that lets nothing begin. Nothing else on the page would say so. */
export function NobodyTakes({ steps, brief = false }: { steps: readonly StepState[]; brief?: boolean }) {
  const t = useT();
  const { live: { state }, definition } = useRunView();
  const queues = useTaskQueues();
  if (definition === null) return null;
  for (const step of steps) {
    const queue = queues.data?.items.find(({ name, external }) => !external && name === queueOf(step, state, definition));
    // Where nothing waits, what is late is being executed.
    if (queue === undefined || queue.waiting === 0) continue;
    const held = queue.limits?.concurrency === 0;
    if (queue.workers > 0 && !held) continue;
    const what = t(held ? 'runs.queueHeld' : 'runs.nobodyTakes', { queue: queue.name });
    if (brief) return <><span className="text-wait" data-testid="nobody-takes-brief">{what}</span> · </>;
    return (
      <section role="status" className="flex gap-2.5 rounded-lg border border-wait/40 bg-wait-soft p-3" data-testid="nobody-takes">
        <TriangleAlert className="mt-0.5 size-4 shrink-0 text-wait" aria-hidden />
        <div>
          <p className="font-semibold text-wait">{what}</p>
          <p className="text-ink-2">
            {t(held ? 'runs.queueHeldNext' : 'runs.nobodyTakesNext')} <Link href="/workers" className="font-medium text-accent underline">{t('shell.workers')}</Link>
          </p>
        </div>
      </section>
    );
  }
  return null;
}
