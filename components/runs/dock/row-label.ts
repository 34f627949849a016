import type { Translate } from '@/components/i18n/use-t.tsx';
import type { RunState, TimelineRow, ViewPlan } from '@/engine/index.ts';
import { nodeName } from '../model/run-view.ts';
import { ordinal, readRecord } from '../model/record.ts';

/** What a row of the timeline is called. */
export function rowLabel(row: Pick<TimelineRow, 'kind' | 'node' | 'path' | 'index' | 'record'>, plan: ViewPlan, state: RunState, t: Translate): string {
  switch (row.kind) {
    case 'iteration':
      return iterationLabel(plan, state, row.path, row.index ?? 0, t);
    case 'attempt':
      return t('runs.attempt', { number: row.index ?? 1 });
    case 'record': {
      const records = state.steps.get(row.path)?.records ?? [];
      const number = ordinal(records, row.index ?? 0);
      if (row.record === null) return t('runs.modelCall', { number });
      const record = readRecord(row.record);
      return record.kind === 'tool' ? t('runs.toolCall', { tool: record.tool }) : record.kind === 'model' ? t('runs.modelCall', { number }) : t('runs.record', { number });
    }
    default: {
      const name = plan.nodes.get(row.node)?.name;
      return name === undefined || name === '' ? row.node : name;
    }
  }
}

/** The same with what expressions see, by its name there: people count rounds and items from one, `iteration` and `index` from zero. */
export function iterationTitle(plan: ViewPlan, state: RunState, path: string, index: number, t: Translate): string {
  const label = iterationLabel(plan, state, path, index, t);
  return `${label} · ${state.steps.get(path)?.container?.kind === 'loop' ? 'iteration' : 'index'} ${index}`;
}

/** In which iterations a scope lies, from the outermost in, each with its container where there are several; null when in none. */
export function placeOf(plan: ViewPlan, state: RunState, scope: string, t: Translate): string | null {
  const places: { node: string; title: string }[] = [];
  for (let at = state.scopes.get(scope); at !== undefined && at.step !== null; at = at.outer === null ? undefined : state.scopes.get(at.outer)) {
    if (at.index !== null) places.unshift({ node: at.plan, title: iterationTitle(plan, state, at.step, at.index, t) });
  }
  if (places.length === 0) return null;
  return places.map(({ node, title }) => (places.length === 1 ? title : `${nodeName({ plan }, node)}: ${title}`)).join(', ');
}

/** A round of a loop by its number, an item of a map by what it is called, if that can be told. */
function iterationLabel(plan: ViewPlan, state: RunState, path: string, index: number, t: Translate): string {
  const container = state.steps.get(path)?.container;
  if (container?.kind === 'loop') return t('runs.round', { number: index + 1 });
  const item = container?.items?.[index];
  const called = typeof item === 'string' || typeof item === 'number' ? String(item) : typeof item === 'object' && item !== null && !Array.isArray(item) ? [item['name'], item['title'], item['id']].find((value) => typeof value === 'string' || typeof value === 'number') : undefined;
  return called === undefined ? t('runs.item', { number: index + 1 }) : `${index + 1} · ${String(called).slice(0, 60)}`;
}
