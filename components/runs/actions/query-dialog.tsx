'use client';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { api } from '@/components/data/api.ts';
import { keys } from '@/components/data/query-keys.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Field } from '@/components/ui/input.tsx';
import { JsonView } from '@/components/ui/json-view.tsx';
import { Select } from '@/components/ui/select.tsx';
import { Skeleton } from '@/components/ui/states.tsx';
import type { Definition } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';
import { answeredQueries } from './questions-of.ts';

/** Asks a run, and shows its answer. Asking leaves no trace, so it needs no button of its own. */
export function QueryDialog({ definition, onClose }: { definition: Definition | null; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const { runId } = useRunView();
  const queries = useMemo(() => answeredQueries(definition), [definition]);
  const [name, setName] = useState(queries[0]!.name);
  // Always asked anew: what it said before is no answer now.
  const answer = useQuery({ queryKey: keys.runs.query(runId, name), queryFn: ({ signal }) => api.runs.query(runId, name, signal), staleTime: 0, gcTime: 0, retry: false });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('runs.query')}
      description={t('runs.queryMeans')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button variant="primary" busy={answer.isFetching} onClick={() => void answer.refetch()}>{t('runs.askAgain')}</Button>
        </>
      }
    >
      <div className="space-y-3.5">
        <Field id={id} label={t('runs.queryName')}>
          <Select id={id} value={name} onChange={setName} options={queries.map((query) => ({ value: query.name, label: query.builtIn ? t('runs.builtInQuery', { name: query.name }) : query.name }))} className="w-full" />
        </Field>
        <div role="status" data-testid="query-answer" className="space-y-2">
          {answer.error ? <ErrorNote error={answer.error} /> : answer.data === undefined ? <div aria-label={t('common.loading')}><Skeleton className="h-24 w-full" /></div> : (
            <>
              <p className="text-sm text-ink-3">{t('runs.asOfEvent', { seq: answer.data.seq })}</p>
              <JsonView value={answer.data.result} />
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
