import type { Catalogue, Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { NOTE_SIZE } from '../../canvas/sizes.ts';
import { move } from './move.ts';
import type { Outcome } from './outcome.ts';

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

type Placed = { id: string; x: number; y: number; width: number; height: number };

/** Lines up items that stand in one scope; those of other scopes than the first are left where they are. */
export function align(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>, to: Alignment): Outcome {
  const items = placed(definition, catalogue, ids);
  if (items.length < 2) return { definition };
  const left = Math.min(...items.map((item) => item.x));
  const right = Math.max(...items.map((item) => item.x + item.width));
  const top = Math.min(...items.map((item) => item.y));
  const bottom = Math.max(...items.map((item) => item.y + item.height));
  const place: Record<Alignment, (item: Placed) => Point> = {
    left: (item) => ({ x: left, y: item.y }),
    right: (item) => ({ x: right - item.width, y: item.y }),
    center: (item) => ({ x: (left + right - item.width) / 2, y: item.y }),
    top: (item) => ({ x: item.x, y: top }),
    bottom: (item) => ({ x: item.x, y: bottom - item.height }),
    middle: (item) => ({ x: item.x, y: (top + bottom - item.height) / 2 }),
  };
  return move(definition, new Map(items.map((item) => [item.id, place[to](item)])));
}

/** Gives the gaps between items the same width; the outermost stay. */
export function distribute(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>, along: 'x' | 'y'): Outcome {
  const size = along === 'x' ? 'width' : 'height';
  const items = placed(definition, catalogue, ids).sort((a, b) => a[along] - b[along] || (a.id < b.id ? -1 : 1));
  if (items.length < 3) return { definition };
  const first = items[0]!;
  const last = items.at(-1)!;
  const room = last[along] + last[size] - first[along] - items.reduce((sum, item) => sum + item[size], 0);
  const gap = room / (items.length - 1);
  let at = first[along];
  const places = new Map<string, Point>();
  for (const item of items) {
    places.set(item.id, along === 'x' ? { x: at, y: item.y } : { x: item.x, y: at });
    at += item[size] + gap;
  }
  return move(definition, places);
}

function placed(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>): Placed[] {
  const sizes = nodeSizes(definition, catalogue);
  const all = [...definition.nodes, ...(definition.notes ?? [])].filter((item) => ids.has(item.id));
  const scope = all[0]?.parent;
  return all.filter((item) => item.parent === scope).map((item) => ({ id: item.id, ...item.position, ...(sizes.get(item.id) ?? ('size' in item && item.size ? item.size : NOTE_SIZE)) }));
}
