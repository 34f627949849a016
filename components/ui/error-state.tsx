'use client';
import { CircleAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../data/api-error.ts';
import { useChinese, type ChineseState } from '../i18n/use-chinese.ts';
import { useT, type Translate } from '../i18n/use-t.tsx';
import { Button } from './button.tsx';
import { cx } from './class-names.ts';

export type ErrorFace = {
  title: string;
  detail: string | null;
  /** When the detail is in another language than the page. */
  lang?: 'en';
  next: string;
  where: string | null;
  requestId: string | null;
  problems: readonly { pointer: string; message: string; fix?: string | undefined }[];
};

/** What a person reads of an error: what, where, and what next. Takes anything that was thrown. */
export function useErrorFace(error: unknown): ErrorFace {
  const t = useT();
  const chinese = useChinese(error instanceof ApiError && error.problem !== null);
  return describeError(error, t, chinese);
}

export function describeError(error: unknown, t: Translate, chinese: ChineseState): ErrorFace {
  if (!(error instanceof ApiError)) return { title: t('errors.title'), detail: error instanceof Error ? error.message : String(error), next: t('errors.serverNext'), where: null, requestId: null, problems: [] };
  const { problem } = error;
  const face = { where: error.where, requestId: problem?.requestId ?? null, problems: problem?.problems ?? [] };
  if (error.code === 'unreachable') return { ...face, title: t('errors.unreachable'), detail: null, next: t('errors.unreachableNext') };
  if (error.code === 'unreadable') return { ...face, title: t('errors.unreadable'), detail: chinese.state === 'english' ? error.message : t('errors.unreadableStatus', { status: String(error.status) }), next: t('errors.serverNext') };
  const next = nextStep(error, t);
  // A page that knows more of what happened has told it in the reader's words already.
  const retold = problem === null || error.message !== (problem.detail || problem.title);
  if (retold || chinese.state === 'english') return { ...face, title: problem?.title ?? t('errors.title'), detail: error.message, next };
  if (chinese.state === 'loading') return { ...face, title: t('errors.title'), detail: null, next, problems: [] };
  const { title, detail, lang, problems } = chinese.words.problemWords({ ...problem, detail: error.message });
  return { ...face, title, detail, ...(lang === 'en' ? { lang } : {}), next, problems };
}

function nextStep(error: ApiError, t: Translate): string {
  if (error.status === 404) return t('errors.notFoundNext');
  if (error.status === 409 || error.status === 428) return t('errors.conflictNext');
  if (error.status === 429 || error.status === 503) return t('errors.busyNext');
  if (error.status >= 500) return t('errors.serverNext');
  return t('errors.invalidNext');
}

function Problems({ face }: { face: ErrorFace }) {
  if (face.problems.length === 0) return null;
  return (
    <ul className="mt-2 space-y-1 text-left">
      {face.problems.slice(0, 12).map((problem, index) => (
        <li key={index}>
          <code className="mr-1.5 rounded-xs bg-sunken px-1 text-ink-2">{problem.pointer || '/'}</code>
          {problem.message} {problem.fix && <span className="text-ink-3">{problem.fix}</span>}
        </li>
      ))}
      {face.problems.length > 12 && <li className="text-ink-3">+ {face.problems.length - 12}</li>}
    </ul>
  );
}

/** In place of what could not be shown. */
export function ErrorState({ error, onRetry, actions, className }: { error: unknown; onRetry?: () => void; actions?: ReactNode; className?: string }) {
  const t = useT();
  const face = useErrorFace(error);
  return (
    <div role="alert" className={cx('mx-auto flex max-w-lg flex-col items-center px-6 py-14 text-center', className)}>
      <div className="mb-4 grid size-11 place-items-center rounded-xl border border-line bg-bad-soft text-bad">
        <CircleAlert className="size-5" aria-hidden />
      </div>
      <h2 className="text-lg font-semibold">{face.title}</h2>
      {face.detail && <p lang={face.lang} className="mt-1.5 break-words text-ink">{face.detail}</p>}
      <Problems face={face} />
      <p className="mt-1.5 text-ink-2">{face.next}</p>
      <div className="mt-5 flex flex-wrap justify-center gap-2">
        {onRetry && (
          <Button icon={<RotateCw aria-hidden />} onClick={onRetry}>
            {t('common.retry')}
          </Button>
        )}
        {actions}
      </div>
      {(face.where || face.requestId) && (
        <p className="mt-4 break-all font-mono text-xs text-ink-3">
          {face.where}
          {face.requestId && ` · ${t('errors.request', { request: face.requestId })}`}
        </p>
      )}
    </div>
  );
}

/** Beside what a person just tried. */
export function ErrorNote({ error, className }: { error: unknown; className?: string }) {
  const face = useErrorFace(error);
  return (
    <div role="alert" className={cx('flex gap-2.5 rounded-md border border-bad/40 bg-bad-soft px-3 py-2.5', className)}>
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
      <div className="min-w-0 break-words">
        <p className="font-medium text-bad">{face.title}</p>
        {face.detail && face.detail !== face.title && <p lang={face.lang}>{face.detail}</p>}
        <Problems face={face} />
        <p className="mt-0.5 text-ink-2">{face.next}</p>
      </div>
    </div>
  );
}
