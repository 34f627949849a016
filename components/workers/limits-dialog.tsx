'use client';
import { useId, useState } from 'react';
import { parseDuration, QUEUE_LIMITS, type TaskQueue } from '@/engine/index.ts';
import { useLimitQueue, useUnlimitQueue } from '../data/hooks.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { useMe } from '../shell/use-me.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-state.tsx';
import { describedBy, Field, Input } from '../ui/input.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';
import { useAction } from '../ui/use-action.ts';
import { limitsWords } from './limits-words.ts';

const PER = '1m';
type Wrong = 'concurrency' | 'count' | 'per';

function isWhole(text: string, least: number): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= QUEUE_LIMITS.most;
}

function isPer(text: string): boolean {
  const ms = parseDuration(text);
  return ms !== null && ms >= QUEUE_LIMITS.leastPerMs && ms <= QUEUE_LIMITS.mostPerMs;
}

/** How much of a queue goes on at once and how fast it begins, in all workers together. */
export function LimitsDialog({ queue, onClose }: { queue: TaskQueue; onClose: () => void }) {
  const t = useT();
  const language = useLanguage();
  const id = useId();
  const [me] = useMe();
  const limit = useLimitQueue();
  const unlimit = useUnlimitQueue();
  const action = useAction();
  const [concurrency, setConcurrency] = useState(queue.limits?.concurrency?.toString() ?? '');
  const [count, setCount] = useState(queue.limits?.rate?.count.toString() ?? '');
  const [per, setPer] = useState(queue.limits?.rate?.per ?? PER);
  const [wrong, setWrong] = useState<Wrong | null>(null);

  const fields = { concurrency: `${id}-concurrency`, count: `${id}-count`, per: `${id}-per` };
  const change = (set: (text: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value);
    setWrong(null);
    action.forget();
  };

  function save(): void {
    const [atOnce, begins] = [concurrency.trim(), count.trim()];
    const field = atOnce !== '' && !isWhole(atOnce, 0) ? 'concurrency' : begins !== '' && !isWhole(begins, 1) ? 'count' : begins !== '' && !isPer(per.trim()) ? 'per' : null;
    if (field !== null) {
      setWrong(field);
      return document.getElementById(fields[field])?.focus();
    }
    if (atOnce === '' && begins === '') return void action.run(remove);
    void action.run(async () => {
      const limits = await limit.mutateAsync({ name: queue.name, ...(atOnce === '' ? {} : { concurrency: Number(atOnce) }), ...(begins === '' ? {} : { rate: { count: Number(begins), per: per.trim() } }), ...(me === '' ? {} : { by: me }) });
      toast.ok(t('workers.limited', { queue: queue.name, limits: limitsWords(limits, language) }));
      onClose();
    });
  }
  async function remove(): Promise<void> {
    await unlimit.mutateAsync(queue.name);
    toast.ok(t('workers.unlimited', { queue: queue.name }));
    onClose();
  }

  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('workers.limitsTitle', { queue: queue.name })}
      description={t('workers.limitsMeans')}
      footer={
        <>
          {queue.limits !== null && (
            <Button onClick={() => void action.run(remove)} disabled={action.busy} className="mr-auto">{t('workers.unlimit')}</Button>
          )}
          <Button onClick={onClose} disabled={action.busy}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={id} busy={action.busy} data-testid="confirm">{t('common.save')}</Button>
        </>
      }
    >
      <form id={id} noValidate className="space-y-4" onSubmit={(event) => { event.preventDefault(); save(); }}>
        <Field id={fields.concurrency} label={t('workers.atOnce')} hint={t('workers.atOnceHint')} error={wrong === 'concurrency' ? t('workers.atOnceWrong') : null}>
          <Input id={fields.concurrency} inputMode="numeric" value={concurrency} aria-invalid={wrong === 'concurrency' || undefined} aria-describedby={describedBy(fields.concurrency, true, wrong === 'concurrency')} onChange={change(setConcurrency)} />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field id={fields.count} label={t('workers.begins')} hint={t('workers.beginsHint')} error={wrong === 'count' ? t('workers.beginsWrong') : null}>
            <Input id={fields.count} inputMode="numeric" value={count} aria-invalid={wrong === 'count' || undefined} aria-describedby={describedBy(fields.count, true, wrong === 'count')} onChange={change(setCount)} />
          </Field>
          <Field id={fields.per} label={t('workers.per')} hint={t('workers.perHint')} error={wrong === 'per' ? t('workers.perWrong') : null}>
            <Input id={fields.per} value={per} aria-invalid={wrong === 'per' || undefined} aria-describedby={describedBy(fields.per, true, wrong === 'per')} onChange={change(setPer)} />
          </Field>
        </div>
        {queue.limits !== null && <p className="text-ink-3">{queue.limits.changedBy === null ? t('workers.limitsSet') : t('workers.limitsSetBy', { who: queue.limits.changedBy })} <Time at={queue.limits.changedAt} /></p>}
        {action.error !== null && <ErrorNote error={action.error} />}
      </form>
    </Dialog>
  );
}
