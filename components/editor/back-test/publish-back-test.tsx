'use client';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { Workflow } from '@/engine/index.ts';
import { useBackTest } from '../../data/hooks.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useKit } from '../kit.ts';
import { headline } from './difference-words.ts';

/** Where one publishes: a look at what past runs would have done, for whoever wants one. */
export function PublishBackTest({ workflow, revision }: { workflow: Workflow; revision: number }) {
  const t = useDesignT();
  const kit = useKit();
  const [asked, setAsked] = useState(false);
  const test = useBackTest(workflow.id, asked ? revision : null, null);
  const { data } = test;
  return (
    <section aria-label={t('backTest.past')} data-testid="publish-back-test" className="rounded-md border border-line bg-sunken px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <p className="min-w-0 flex-1" role="status">
          {data === undefined ? <><span className="font-medium">{t('backTest.past')}</span> <span className="text-ink-2">{t('backTest.pastText')}</span></> : data.of === 0 ? t('backTest.none') : data.looked === 0 ? t('backTest.noTime') : <span className="font-medium">{headline(data, t).text}</span>}
          {data !== undefined && data.looked > 0 && data.looked < data.of && <span className="block text-ink-2">{t('backTest.partial', { looked: data.looked, of: data.of })}</span>}
        </p>
        {data === undefined
          ? <Button size="sm" icon={<FlaskConical aria-hidden />} busy={test.isFetching} onClick={() => (asked ? void test.refetch() : setAsked(true))} data-testid="publish-back-test-look">{t('backTest.look')}</Button>
          : data.looked > 0 && <Button size="sm" onClick={() => kit.state().open({ kind: 'backTest' })}>{t('backTest.see')}</Button>}
      </div>
      {test.error && !test.isFetching && <ErrorNote error={test.error} className="mt-2" />}
    </section>
  );
}
