import { branchesOf } from '../branches.ts';
import type { Catalogue } from '../catalogue.ts';
import { isFlow } from '../graph.ts';
import type { Definition, EdgeDefinition, NodeDefinition } from '../schema.ts';
import type { ExtractRefusal } from './refusal.ts';

/** The border of a selection that can be one step: what leads in, what leads out, and where it begins. */
export type Border = { into: EdgeDefinition[]; out: EdgeDefinition[]; inner: EdgeDefinition[]; entries: NodeDefinition[]; /** Nodes that nothing follows. */ sinks: NodeDefinition[] };

/** @param chosen nodes of one scope @returns why they cannot be one step, or their border */
export function borderOf(definition: Definition, catalogue: Catalogue, chosen: readonly NodeDefinition[]): Border | ExtractRefusal {
  const ids = new Set(chosen.map(({ id }) => id));
  const flow = definition.edges.filter(isFlow);
  const into = flow.filter((edge) => !ids.has(edge.source) && ids.has(edge.target));
  const out = flow.filter((edge) => ids.has(edge.source) && !ids.has(edge.target));
  const inner = flow.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const around = returning(flow, ids);
  if (around.length > 0) return { why: 'leaves-and-returns', nodes: around };

  const led = new Set(inner.map(({ target }) => target));
  const entries = chosen.filter(({ id }) => !led.has(id) || into.some(({ target }) => target === id));
  const ways = (id: string): string => into.filter(({ target }) => target === id).map(way).sort().join(', ');
  // One step begins as a whole: what leads to one of its beginnings must lead to all.
  if (new Set(entries.map(({ id }) => ways(id))).size > 1) return { why: 'entries', nodes: entries.map(({ id }) => id) };

  const left = new Set(flow.map(({ source }) => source));
  const sinks = chosen.filter(({ id }) => !left.has(id));
  const targets = new Map<string, Set<string>>();
  for (const edge of out) targets.set(way(edge), (targets.get(way(edge)) ?? new Set()).add(edge.target));
  const lists = new Set([...targets.values()].map((list) => [...list].sort().join(', ')));
  if (lists.size > 1) return { why: 'exits', nodes: [...new Set(out.map(({ source }) => source))] };
  if (out.length > 0 && !entries.some((entry) => leadsOut(entry, { chosen, flow, ids, catalogue }))) return { why: 'ways', nodes: [...new Set(out.map(({ source }) => source))] };
  return { into, out, inner, entries, sinks };
}

export function way({ source, branch }: EdgeDefinition): string {
  return `${source} ${branch ?? 'out'}`;
}

/** Nodes outside that lie on a way out of the selection and back. */
function returning(flow: readonly EdgeDefinition[], ids: ReadonlySet<string>): string[] {
  const reached = (from: 'source' | 'target', to: 'source' | 'target'): Set<string> => {
    const found = new Set<string>();
    const open = [...ids];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const edge of flow) {
        if (edge[from] !== at || found.has(edge[to])) continue;
        found.add(edge[to]);
        open.push(edge[to]);
      }
    }
    return found;
  };
  const [after, before] = [reached('source', 'target'), reached('target', 'source')];
  return [...after].filter((id) => before.has(id) && !ids.has(id));
}

type Selection = { chosen: readonly NodeDefinition[]; flow: readonly EdgeDefinition[]; ids: ReadonlySet<string>; catalogue: Catalogue };

/** Whether a run that comes to a node leaves the selection, whatever is decided in it: what follows it always runs then. */
function leadsOut(start: NodeDefinition, { chosen, flow, ids, catalogue }: Selection): boolean {
  const nodes = new Map(chosen.map((node) => [node.id, node]));
  const known = new Map<string, boolean>();
  const leads = (node: NodeDefinition): boolean => {
    const before = known.get(node.id);
    if (before !== undefined) return before;
    known.set(node.id, false);
    const spec = catalogue.get(node.type);
    const all = spec === undefined ? ['out'] : branchesOf(node, spec);
    // A saga that is undone fails where nothing follows its undoing: that is no way past what follows.
    const said = all.filter((branch) => !(spec?.kind === 'saga' && branch === 'compensated' && !flow.some((edge) => edge.source === node.id && edge.branch === branch)));
    const branches = node.disabled ? all.slice(0, 1) : said;
    const answer = branches.length > 0 && branches.every((branch) => flow.some((edge) => edge.source === node.id && (edge.branch ?? 'out') === branch && (!ids.has(edge.target) || goesOn(edge.target))));
    known.set(node.id, answer);
    return answer;
  };
  /** A join that counts may pass by, though something leads to it. */
  const goesOn = (id: string): boolean => {
    const node = nodes.get(id);
    return node !== undefined && typeof node.join !== 'object' && leads(node);
  };
  return leads(start);
}
