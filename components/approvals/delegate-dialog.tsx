'use client';
import { useId, useState } from 'react';
import type { Approval } from '@/engine/index.ts';
import { useDelegate } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { namesIn, useMe } from '../shell/use-me.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-state.tsx';
import { describedBy, Field, Input, Textarea } from '../ui/input.tsx';
import { toast } from '../ui/toast.tsx';

const MOST = 20;
const LONGEST = 200;

/** Asks others in the place of whoever hands over. */
export function DelegateDialog({ approval, onClose }: { approval: Approval; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const [stored, store] = useMe();
  const [to, setTo] = useState('');
  const [me, setMe] = useState(stored);
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const delegate = useDelegate();
  const names = namesIn(to);
  const toProblem = names.length === 0 ? t('approvals.delegateToNeeded') : names.length > MOST || names.some((name) => name.length > LONGEST) ? t('approvals.delegateTooMany') : null;
  const by = me.trim();

  function handOver(): void {
    setTried(true);
    if (toProblem !== null || by === '') return document.getElementById(toProblem === null ? `${id}-me` : `${id}-to`)?.focus();
    store(by);
    delegate.mutate({ id: approval.id, to: names, by, ...(comment.trim() ? { comment: comment.trim() } : {}) }, {
      onSuccess() {
        toast.ok(t('approvals.delegated', { who: names.join(', ') }));
        onClose();
      },
    });
  }

  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('approvals.delegateTitle')}
      description={t('approvals.delegateMeans')}
      footer={
        <>
          <Button onClick={onClose} disabled={delegate.isPending}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={id} busy={delegate.isPending} data-testid="confirm">{t('approvals.doDelegate')}</Button>
        </>
      }
    >
      <form id={id} noValidate className="space-y-4" onSubmit={(event) => { event.preventDefault(); handOver(); }}>
        <Field id={`${id}-to`} label={t('approvals.delegateTo')} hint={t('approvals.delegateToHint')} error={tried ? toProblem : null} required requiredLabel={t('common.required')}>
          <Input id={`${id}-to`} value={to} aria-required aria-invalid={(tried && toProblem !== null) || undefined} aria-describedby={describedBy(`${id}-to`, true, tried && toProblem !== null)} onChange={(event) => setTo(event.target.value)} />
        </Field>
        <Field id={`${id}-me`} label={t('approvals.you')} hint={t('approvals.youHint')} error={tried && by === '' ? t('approvals.youNeeded') : null} required requiredLabel={t('common.required')}>
          <Input id={`${id}-me`} value={me} maxLength={LONGEST} autoComplete="name" aria-required aria-invalid={(tried && by === '') || undefined} aria-describedby={describedBy(`${id}-me`, true, tried && by === '')} onChange={(event) => setMe(event.target.value)} />
        </Field>
        <Field id={`${id}-comment`} label={t('approvals.comment')}>
          <Textarea id={`${id}-comment`} rows={2} maxLength={10_000} placeholder={t('approvals.commentHint')} value={comment} onChange={(event) => setComment(event.target.value)} />
        </Field>
        {delegate.error !== null && <ErrorNote error={delegate.error} />}
      </form>
    </Dialog>
  );
}
