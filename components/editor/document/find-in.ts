import type { Definition } from '@/engine/index.ts';

/** `type` is null for a note; `pointer` leads to the parameter that holds the words; `excerpt` is what stands round them. */
export type Place = { id: string; type: string | null; name: string; pointer: string | null; excerpt: string };

/** Everywhere a text stands in a document: names and types of steps, each of their parameters, notes. Case does not count. */
export function findIn(definition: Definition, search: string, typeName: (type: string) => string = (type) => type): Place[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [];
  const has = (text: string): boolean => text.toLowerCase().includes(wanted);
  const places: Place[] = [];
  definition.nodes.forEach((node, index) => {
    const place = { id: node.id, type: node.type, name: node.name };
    if (has(node.name) || has(node.id) || has(node.type) || has(typeName(node.type))) places.push({ ...place, pointer: null, excerpt: '' });
    for (const [param, value] of Object.entries(node.params)) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (has(text)) places.push({ ...place, pointer: `/nodes/${index}/params/${param.replaceAll('~', '~0').replaceAll('/', '~1')}`, excerpt: `${param}: ${around(text, wanted)}` });
    }
  });
  for (const note of definition.notes ?? []) if (has(note.text)) places.push({ id: note.id, type: null, name: '', pointer: null, excerpt: around(note.text, wanted) });
  return places;
}

function around(text: string, wanted: string): string {
  const at = text.toLowerCase().indexOf(wanted);
  const from = Math.max(0, at - 16);
  return `${from > 0 ? '…' : ''}${text.slice(from, at + wanted.length + 40).replace(/\s+/g, ' ')}`;
}
