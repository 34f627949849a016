import type { Definition } from '@/engine/index.ts';

/** Ids that nodes, edges and notes of a document use; all three share one space, since the canvas does. */
export function usedIds(definition: Definition): Set<string> {
  return new Set([...definition.nodes, ...definition.edges, ...(definition.notes ?? [])].map((item) => item.id));
}

/** A free id that reads well in a path and in an expression: `charge`, `charge2`. `used` is added to. */
export function freshId(used: Set<string>, wish: string): string {
  const base = asId(wish);
  let id = base;
  for (let number = 2; used.has(id); number++) id = `${base.slice(0, 58)}${number}`;
  used.add(id);
  return id;
}

/** The nearest valid id to a name: `Charge card` → `chargeCard`. Names without Latin letters give `step`. */
export function asId(name: string): string {
  const words = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.map((word, at) => (at === 0 ? word.charAt(0).toLowerCase() + word.slice(1) : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const id = joined.replace(/^[0-9]+/, '').slice(0, 48);
  return id === '' ? 'step' : id.replace(/^[0-9]+$/, 'step');
}
