'use client';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Select } from '../../ui/select.tsx';
import { Checkbox } from '../../ui/toggle.tsx';
import type { Catalogue, Definition } from '@/engine/index.ts';
import { approvalsOf, hasWaits, outcomesOf, type TestOptions } from '../tests/test-options.ts';

/** What a test run does not wait for: timers, and people whose answer is taken. Nothing where nothing waits. */
export function TestOptionsFields({ definition, catalogue, options, onChange }: { definition: Definition; catalogue: Catalogue; options: TestOptions; onChange: (next: TestOptions) => void }) {
  const t = useDesignT();
  const approvals = approvalsOf(definition, catalogue);
  const waits = hasWaits(definition, catalogue);
  if (!waits && approvals.length === 0) return null;
  return (
    <fieldset className="space-y-2.5 border-t border-line pt-3" data-testid="test-options">
      <legend className="sr-only">{t('designer.testWaits')}</legend>
      {waits && (
        <label className="flex items-center gap-2">
          <Checkbox checked={options.skipWaits} onChange={(skipWaits) => onChange({ ...options, skipWaits })} label={t('designer.skipWaits')} />
          <span aria-hidden>{t('designer.skipWaits')}</span>
        </label>
      )}
      {approvals.map((node) => {
        const label = t('designer.decideFor', { name: node.name || node.id });
        return (
          <div key={node.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="min-w-0 flex-1 truncate text-ink-2" aria-hidden>{label}</span>
            <Select
              className="w-52 max-sm:w-full"
              label={label}
              value={options.decide[node.id] === undefined ? 'ask' : `take:${options.decide[node.id]}`}
              onChange={(outcome) => {
                const { [node.id]: _, ...rest } = options.decide;
                onChange({ ...options, decide: outcome === 'ask' ? rest : { ...rest, [node.id]: outcome.slice('take:'.length) } });
              }}
              options={[{ value: 'ask', label: t('designer.decideAsk') }, ...outcomesOf(node, catalogue).map((outcome) => ({ value: `take:${outcome}`, label: t('designer.decideTake', { outcome }) }))]}
            />
          </div>
        );
      })}
      <p className="text-sm text-ink-3">{t('designer.testWaitsHelp')}</p>
    </fieldset>
  );
}
