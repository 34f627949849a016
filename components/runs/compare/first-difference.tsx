'use client';
import { ArrowRight } from 'lucide-react';
import { useT } from '@/components/i18n/use-t.tsx';
import type { ComparedStep, RunComparison } from './compare-runs.ts';

type Place = { title: string; name: string; how: string; testId: string; onGo: () => void };

/** Where they begin to differ, and where they go different ways, when that is later. */
export function FirstDifference({ comparison: { first, parts, inputDiffers }, nameOf, onGo, onInput }: { comparison: RunComparison; nameOf: (node: string) => string; onGo: (step: ComparedStep) => void; onInput: () => void }) {
  const t = useT();
  const at = (title: string, step: ComparedStep, testId: string): Place => ({
    title, name: nameOf(step.node), testId, onGo: () => onGo(step),
    how: step.differences.map((each) => (each === 'missing' ? (step.a === null ? t('compare.onlyB') : t('compare.onlyA')) : t(`compare.d-${each}`))).join(', '),
  });
  const places: Place[] = [];
  // What a run is given comes before its first step.
  if (inputDiffers) places.push({ title: t('compare.first'), name: t('compare.runInput'), how: '', testId: 'first-difference', onGo: onInput });
  else if (first !== null) places.push(at(t('compare.first'), first, 'first-difference'));
  if (parts !== null && (inputDiffers || parts !== first)) places.push(at(t('compare.parts'), parts, 'parts'));
  if (places.length === 0) return null;
  return (
    <ul className="mt-1 space-y-0.5">
      {places.map((place) => (
        <li key={place.testId} className="flex flex-wrap items-baseline gap-x-1.5">
          <span className="text-ink-2">{`${place.title}:`}</span>
          <button type="button" onClick={place.onGo} data-testid={place.testId} className="inline-flex min-h-6 min-w-0 items-center gap-1 rounded-xs font-medium text-accent hover:underline [&_svg]:size-3.5 [&_svg]:shrink-0">
            <span className="truncate">{place.name}</span>
            <ArrowRight aria-hidden />
          </button>
          <span className="text-ink-2">{place.how}</span>
        </li>
      ))}
    </ul>
  );
}
