import type { ReactNode } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LanguageProvider } from '@/components/i18n/use-t.tsx';
import { TooltipProvider } from '@/components/ui/tooltip.tsx';
import type { Trigger } from '@/engine/index.ts';
import { TriggerCard } from './trigger-card.tsx';
import { TriggerChips } from './trigger-chips.tsx';

const at = '2026-11-23T09:00:00.000Z';
const trigger = (code: string): Trigger => ({
  id: 'tr', workflow: { id: 'w', slug: 'w', name: 'W' }, node: 'n', name: 'Nightly', kind: 'schedule',
  schedule: { cron: '0 9 * * *', every: null, timezone: 'UTC', overlap: 'skip', catchUp: null },
  webhook: null, paused: null, next: [], lastAt: at, lastRun: 'run_1', lastProblem: { at, code, message: 'Why.' },
});

const cardOf = (shownTrigger: Trigger) => around(<TriggerCard trigger={shownTrigger} readOnly />);
const around = (node: ReactNode) => renderToStaticMarkup(<QueryClientProvider client={new QueryClient()}><LanguageProvider language="en"><TooltipProvider>{node}</TooltipProvider></LanguageProvider></QueryClientProvider>);

function shown(code: string): string[] {
  return [around(<TriggerCard trigger={trigger(code)} readOnly />), around(<TriggerChips triggers={[trigger(code)]} onOpen={() => undefined} />)];
}

it('says when it last came though the run is not kept any more, and leads nowhere', () => {
  const html = cardOf({ ...trigger('missed'), lastRun: null });
  expect(html).toContain('no longer kept');
  expect(html).not.toContain('/runs/');
  expect(html).not.toContain('It has started no run yet');
  expect(cardOf({ ...trigger('missed'), lastRun: null, lastAt: null })).toContain('It has started no run yet');
});

it('does not say that no run was started where only earlier instants were missed', () => {
  for (const html of shown('missed')) {
    expect(html).toContain('Starts were missed');
    expect(html).not.toContain('no run was started');
  }
  for (const html of shown('overlap')) expect(html).toContain('Last time no run was started');
});
