import type { JsonObject } from '../definition/json.ts';
import { overriddenDefinition } from '../definition/overridden.ts';
import type { Definition, Finding } from '../definition/schema.ts';
import { EngineError } from './engine.ts';
import type { Plans } from './plans.ts';

/** Parameters that somebody asks for; `at` leads to them within the request, for what is wrong with them. */
export type AskedParams = { node: string; params: JsonObject; at: string };

/**
 * Checks a definition as if the parameters stood in it, all of them at once.
 * @param before what was overridden already
 * @throws EngineError node_unknown, override_invalid
 */
export function checkOverrides(document: Definition, plans: Pick<Plans, 'findings'>, before: readonly { node: string; params: JsonObject }[], asked: readonly AskedParams[]): void {
  const places = new Map(document.nodes.map((node, place) => [node.id, place]));
  const pointers = asked.map(({ node, at }) => {
    const place = places.get(node);
    if (place === undefined) throw new EngineError('node_unknown', `The workflow "${document.name}" has no node "${node}".`, { nodes: document.nodes.slice(0, 100).map(({ id }) => id) });
    return { prefix: `/nodes/${place}/params`, node, at };
  });
  const errors = plans.findings(overriddenDefinition(document, [...before, ...asked])).filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  // The last word on a node is the one that holds. What is wrong elsewhere came by one of them, and nobody knows which.
  const about = ({ pointer }: Finding) => pointers.findLast(({ prefix }) => pointer === prefix || pointer.startsWith(`${prefix}/`));
  const culprit = about(first) ?? pointers[0];
  throw new EngineError(
    'override_invalid', `"${culprit?.node}" cannot take these parameters. ${first.message}`, { node: culprit?.node ?? '' },
    errors.map((finding): Finding => {
      const own = about(finding);
      return { ...finding, pointer: own === undefined ? (pointers[0]?.at ?? '') : `${own.at}${finding.pointer.slice(own.prefix.length)}` };
    }),
  );
}
