import type { Catalogue, Definition, NodeSpec } from '@/engine/index.ts';
import type { NodeTextOf } from '../canvas/node-texts.ts';
import { isContainerType } from '../editor/document/can-connect.ts';
import { nodeById } from '../editor/document/graph.ts';
import type { PalettePurpose } from '../editor/store.ts';

export const FAMILIES = ['control', 'work', 'agent', 'people', 'containers'] as const;

export type Offer = { spec: NodeSpec; label: string; summary: string; words: readonly string[] };

/** The types that may be chosen for a purpose, with the words they are found by. */
export function offersFor(purpose: PalettePurpose, definition: Definition, catalogue: Catalogue, texts: NodeTextOf): Offer[] {
  return [...catalogue.values()].filter((spec) => isPossible(spec, purpose, definition, catalogue)).map((spec) => offerOf(spec, texts));
}

export function offerOf(spec: NodeSpec, texts: NodeTextOf): Offer {
  const label = texts(`node.${spec.type}.label`, spec.face.label);
  return { spec, label, summary: texts(`node.${spec.type}.summary`, spec.face.summary), words: [label, spec.face.label, spec.type, ...(spec.face.keywords ?? [])].map((word) => word.toLowerCase()) };
}

function isPossible(spec: NodeSpec, purpose: PalettePurpose, definition: Definition, catalogue: Catalogue): boolean {
  switch (purpose.kind) {
    case 'add': return purpose.parent === undefined || spec.kind !== 'start';
    case 'after': return spec.kind !== 'start' && (purpose.branch !== 'compensate' || (spec.kind !== 'end' && !isContainerType(catalogue, spec.type)));
    case 'insert': return spec.kind !== 'start' && spec.kind !== 'end';
    case 'replace': {
      const type = nodeById(definition, purpose.node)?.type;
      return type !== spec.type && (catalogue.get(type ?? '')?.kind === 'start' || spec.kind !== 'start');
    }
  }
}

/** How well an offer answers a search, 0 (not at all) to 1. Every word of the search has to be found somewhere. */
export function score(offer: Offer, search: string): number {
  const asked = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (asked.length === 0) return 1;
  const scores = asked.map((word) => scoreWord(offer, word));
  return Math.min(...scores);
}

/** What answers a search, by family. Best first in both, so that Enter takes what was meant; the order of the catalogue decides between equals. */
export function found(offers: readonly Offer[], search: string): { family: (typeof FAMILIES)[number]; offers: Offer[] }[] {
  const scored = offers.map((offer) => ({ offer, score: score(offer, search) })).filter((one) => one.score > 0).sort((a, b) => b.score - a.score);
  const best = new Map([...scored].reverse().map((one) => [one.offer.spec.face.family, one.score]));
  return FAMILIES.filter((family) => best.has(family))
    .sort((a, b) => best.get(b)! - best.get(a)!)
    .map((family) => ({ family, offers: scored.filter(({ offer }) => offer.spec.face.family === family).map(({ offer }) => offer) }));
}

function scoreWord({ spec, words, summary }: Offer, word: string): number {
  const [label = ''] = words;
  if (label.startsWith(word)) return 1;
  if (spec.type === word) return 0.95;
  if (label.split(/[\s-]+/).some((part) => part.startsWith(word))) return 0.9;
  if (words.some((one) => one.startsWith(word))) return 0.7;
  if (words.some((one) => one.includes(word))) return 0.5;
  return summary.toLowerCase().includes(word) ? 0.3 : 0;
}
