'use client';
import { useVersion } from '../../data/hooks.ts';
import type { Definition } from '@/engine/index.ts';
import { useT } from '../../i18n/use-t.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { CompareFrame, CompareView } from './compare-view.tsx';
import type { Side } from './sides.ts';
import { VersionChoice } from './version-choice.tsx';

/** Loads the two sides of a comparison and shows them. */
export function Comparison({ address, draft, from, to, step, onChange, onStep }: { address: string; draft: Definition | undefined; from: Side; to: Side; step: string; onChange: (from: Side, to: Side) => void; onStep: (id: string | null) => void }) {
  const t = useT();
  const before = useSide(address, from, draft);
  const after = useSide(address, to, draft);
  const choice = <VersionChoice address={address} from={from} to={to} onChange={onChange} />;
  if (before.definition && after.definition) return <CompareView key={`${from} ${to}`} before={before.definition} after={after.definition} choice={choice} step={step === '' ? null : step} onStep={onStep} />;
  const failed = [before, after].find(({ error }) => error);
  return (
    <CompareFrame choice={choice}>
      {failed ? <ErrorState error={failed.error} onRetry={failed.retry} /> : <div role="status" aria-label={t('common.loading')} className="dots grid h-full place-items-center"><Skeleton className="h-14 w-[196px]" /></div>}
    </CompareFrame>
  );
}

function useSide(address: string, side: Side, draft: Definition | undefined) {
  const version = useVersion(address, side === 'draft' ? null : side);
  if (side === 'draft') return { definition: draft, error: null, retry: () => undefined };
  return { definition: version.data?.definition, error: version.error, retry: () => void version.refetch() };
}
