import type { Definition, ViewPlan } from '@/engine/index.ts';

/** The drawing in which the step that asks can be seen: what it stands in is unfolded. The definition is not changed. */
export function unfoldedTo(definition: Definition, node: string): Definition {
  const parents = new Set<string>();
  const parentOf = new Map(definition.nodes.map(({ id, parent }) => [id, parent]));
  for (let at = parentOf.get(node); at !== undefined && !parents.has(at); at = parentOf.get(at)) parents.add(at);
  if (!definition.nodes.some(({ id, ui }) => parents.has(id) && ui?.collapsed === true)) return definition;
  return { ...definition, nodes: definition.nodes.map((each) => (parents.has(each.id) ? { ...each, ui: { ...each.ui, collapsed: false } } : each)) };
}

/** What is to be in sight: the step that asks and the first step of each choice. */
export function inSightOf(plan: ViewPlan, node: string): string[] {
  return [...new Set([node, ...(plan.nodes.get(node)?.outgoing.map(({ target }) => target) ?? [])])];
}
