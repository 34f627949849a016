'use client';
import { diffJson, type Json } from '@/engine/index.ts';
import { MemberChangeView } from '@/components/editor/versions/member-change-view.tsx';
import { useT } from '@/components/i18n/use-t.tsx';
import { LETTER } from './compare-runs.ts';
import { toldValue } from './told-value.ts';

/** Places that are shown at once. */
const SHOWN = 20;

/** Where two values differ, each place with both sides; `same` when they do not. */
export function ValueChanges({ a, b, same }: { a: Json; b: Json; same: string }) {
  const t = useT();
  const changes = diffJson(toldValue(a), toldValue(b));
  if (changes.length === 0) return <p className="text-ink-2">{same}</p>;
  return (
    <>
      <dl className="space-y-2.5">{changes.slice(0, SHOWN).map((change) => <MemberChangeView key={change.pointer} member={change} words={{ before: LETTER.a, after: LETTER.b }} />)}</dl>
      {changes.length > SHOWN && <p className="mt-1 text-ink-2">{t('compare.moreChanges', { count: changes.length - SHOWN })}</p>}
    </>
  );
}
