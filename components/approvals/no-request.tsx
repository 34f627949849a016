'use client';
import { useT } from '../i18n/use-t.tsx';
import { Panel } from './panel.tsx';

/** The place of a request while there is none: its outline, and a sentence that says what will stand here. */
export function NoRequest({ closed }: { closed: boolean }) {
  const t = useT();
  return (
    <div className="grid min-h-full place-items-center px-10 py-12">
      <div className="w-full max-w-[440px] text-center">
        <Outline closed={closed} />
        <h2 className="mt-7 text-lg font-semibold">{t('approvals.placeTitle')}</h2>
        <p className="mt-1.5 text-balance text-ink-2">{t(closed ? 'approvals.placeClosed' : 'approvals.placeOpen')}</p>
      </div>
    </div>
  );
}

const LINE = 'rounded-full bg-line';

/** A request as it will look, without its words: the question, what was found, and the two ways to answer. */
function Outline({ closed }: { closed: boolean }) {
  return (
    <div aria-hidden className="mx-auto w-[300px] text-left">
      <div className="mb-3 flex items-center gap-2 px-1">
        <span className={`${LINE} h-3 w-36 bg-line-strong`} />
        <span className="h-4 w-14 rounded-full bg-wait-soft" />
      </div>
      <Panel className="space-y-2.5 border-dashed px-4 py-4 shadow-none">
        <span className={`${LINE} block h-2 w-full`} />
        <span className={`${LINE} block h-2 w-5/6`} />
        <span className={`${LINE} block h-2 w-2/3`} />
        <div className="flex gap-2 pt-2">
          <span className="h-6 w-20 rounded-md border border-dashed border-ok/60 bg-ok-soft" />
          {!closed && <span className="h-6 w-16 rounded-md border border-dashed border-line-strong" />}
        </div>
      </Panel>
    </div>
  );
}
