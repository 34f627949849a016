'use client';
import { useState } from 'react';
import { isExcluded, type Approval, type Json, type JsonObject } from '@/engine/index.ts';
import { ApiError } from '../data/api-error.ts';
import { useDecide } from '../data/hooks.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { useMe } from '../shell/use-me.ts';
import { useSchemaForm, type SchemaFormState } from '../ui/schema-form/use-schema-form.ts';
import { distanceText } from '../ui/time-text.ts';
import { toast } from '../ui/toast.tsx';
import { outcomeLabel, outcomeTone } from './outcomes.ts';

export type DecisionState = {
  form: SchemaFormState;
  me: string;
  setMe: (name: string) => void;
  comment: string;
  setComment: (comment: string) => void;
  /** The name is missing and was asked for. */
  nameless: boolean;
  /** Whoever has this name may not decide. */
  barred: boolean;
  busy: string | null;
  error: unknown;
  decide: (outcome: string) => boolean;
};

const NO_FORM: JsonObject = { type: 'object', properties: {} };

/** What a person is about to decide on one request. Keyed by the request: nothing is carried over to the next one. */
export function useDecision(approval: Approval, onDone: () => void): DecisionState {
  const t = useT();
  const language = useLanguage();
  const [stored, store] = useMe();
  const [typed, setTyped] = useState<string | null>(null);
  const [comment, setComment] = useState('');
  const [nameless, setNameless] = useState(false);
  const form = useSchemaForm(approval.form ?? NO_FORM, approval.prefill ?? undefined);
  const mutation = useDecide();
  const me = typed ?? stored;
  const barred = isExcluded(approval.excluded, me);

  function decide(outcome: string): boolean {
    const by = me.trim();
    // A no needs no answers: what is filled in is sent when it is right, and left out when it is not. The first choice needs them, whatever it is called.
    const mayGoWithout = outcome !== approval.outcomes[0] && outcomeTone(outcome) === 'bad';
    const answers = approval.form === null ? null : form.problems.length === 0 ? { value: form.value } : mayGoWithout ? { value: undefined } : form.submit();
    setNameless(by === '');
    if (by === '' || barred || (approval.form !== null && answers === null)) return false;
    store(by);
    const data: Json | undefined = answers?.value;
    // The request closes under its own form, which takes callbacks of `mutate` with it; a promise stays.
    mutation.mutateAsync({ id: approval.id, outcome, by, shownHash: approval.shownHash, ...(comment.trim() ? { comment: comment.trim() } : {}), ...(data === undefined ? {} : { data }) }).then(
      (after) => {
        toast.ok(after.status === 'open' ? t('approvals.sentWaits', { title: approval.title }) : t('approvals.sent', { title: approval.title, outcome: outcomeLabel(outcome, t) }));
        onDone();
      },
      (error: unknown) => {
        if (error instanceof ApiError && (error.code === 'already_decided' || error.code === 'approval_closed')) toast.error(told(error));
      },
    );
    return true;
  }

  return { form, me, setMe: setTyped, comment, setComment, nameless: nameless && me.trim() === '', barred, busy: mutation.isPending ? (mutation.variables?.outcome ?? null) : null, error: told(mutation.error), decide };

  /** That somebody was faster is told in the reader's words; the server's sentence is for everybody else. */
  function told(error: unknown): unknown {
    const context = error instanceof ApiError && error.code === 'already_decided' ? error.problem?.context : undefined;
    if (!context || typeof context['by'] !== 'string') return error;
    const at = distanceText(Date.parse(String(context['at'])), Date.now(), language);
    const time = at === null ? t('common.now') : t('common.ago', { time: at.text });
    const values = { by: context['by'], outcome: outcomeLabel(String(context['outcome']), t), time };
    const cause = error as ApiError;
    return new ApiError(cause.status, cause.code, t('approvals.tooLate', values), cause.where, cause.problem ? { ...cause.problem, title: t('approvals.tooLateTitle', values) } : null);
  }
}
