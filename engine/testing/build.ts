import type { JsonObject } from '../definition/json.ts';
import { definitionSchema, type Definition, type DefinitionInput } from '../definition/schema.ts';

type Node = NonNullable<DefinitionInput['nodes']>[number];
type Edge = NonNullable<DefinitionInput['edges']>[number];

/** A node in short: type, parameters, and whatever else it says. */
export function node(id: string, type: string, params: JsonObject = {}, rest: Partial<Node> = {}): Node {
  return { id, type, params, ...rest };
}

/** `a > b`, `a:branch > b`, or `a ~ undo` for a compensate edge; chains as in `a > b > c`. */
export function edges(...lines: string[]): Edge[] {
  const made: Edge[] = [];
  for (const line of lines) {
    const undo = line.split('~').map((part) => part.trim());
    if (undo.length === 2) {
      made.push({ id: `e${made.length + 1}`, source: undo[0]!, target: undo[1]!, kind: 'compensate' });
      continue;
    }
    const parts = line.split('>').map((part) => part.trim());
    for (let index = 0; index + 1 < parts.length; index++) {
      const [source, branch] = parts[index]!.split(':') as [string, string?];
      made.push({ id: `e${made.length + 1}`, source, target: parts[index + 1]!.split(':')[0]!, ...(branch === undefined ? {} : { branch }) });
    }
  }
  return made;
}

export function definition(name: string, nodes: Node[], flow: Edge[], rest: Partial<DefinitionInput> = {}): Definition {
  return definitionSchema.parse({ heddle: 1, name, nodes, edges: flow, ...rest });
}

/** A step that the behaviours of a test execute: `source` names the behaviour. */
export function work(id: string, behaviour: string, input: string | JsonObject = '{{ input }}', rest: Partial<Node> = {}): Node {
  return node(id, 'code', { source: behaviour, input }, rest);
}

/** start → s1 → … → sN → end, each adding one to `n`. */
export function chain(steps: number): Definition {
  const nodes: Node[] = [node('start', 'start')];
  for (let index = 1; index <= steps; index++) nodes.push(work(`s${index}`, 'increment', index === 1 ? '{{ input.n }}' : `{{ nodes.s${index - 1}.output }}`));
  nodes.push(node('end', 'end', { output: `{{ nodes.s${steps}.output }}` }));
  return definition('chain', nodes, edges(['start', ...Array.from({ length: steps }, (_, index) => `s${index + 1}`), 'end'].join(' > ')));
}
