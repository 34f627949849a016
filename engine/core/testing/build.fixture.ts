import { z } from 'zod';
import { createCatalogue, type NodeSpec } from '../../definition/catalogue.ts';
import { compileDefinition } from '../../definition/compile.ts';
import type { Plan } from '../../definition/plan.ts';
import { type DefinitionInput, definitionSchema } from '../../definition/schema.ts';
import { catalogue } from '../../nodes/catalogue.ts';
import { present } from '../present.ts';
import { type Answer, World } from './world.fixture.ts';

/** The product's types, with an `emit` that takes whatever a test gives it: what expressions make of its parameters is known only in a run. */
const WITH_EMIT = createCatalogue([...[...catalogue.values()].filter((spec) => spec.type !== 'emit'), { ...present(catalogue.get('set'), 'type', 'set'), type: 'emit', kind: 'emit', params: z.record(z.string(), z.json()) as NodeSpec['params'] }]);

type NodeInput = NonNullable<DefinitionInput['nodes']>[number];

/** `a>b` is an edge, `a:rejected>b` leaves by a branch, `a~b` says that b undoes a. */
function edgesOf(text: string): NonNullable<DefinitionInput['edges']> {
  return text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part, index) => {
      const undo = /^([\w-]+)~([\w-]+)$/.exec(part);
      if (undo?.[1] !== undefined && undo[2] !== undefined) return { id: `e${index}`, source: undo[1], target: undo[2], kind: 'compensate' as const };
      const flow = /^([\w-]+)(?::([\w-]+))?>([\w-]+)$/.exec(part);
      if (flow?.[1] === undefined || flow[3] === undefined) throw new Error(`"${part}" is no edge.`);
      return { id: `e${index}`, source: flow[1], target: flow[3], ...(flow[2] === undefined ? {} : { branch: flow[2] }) };
    });
}

/** A plan from a few words: nodes (a `start` is added) and edges in short notation. */
export function planOf(nodes: NodeInput[], edges: string, rest: Partial<DefinitionInput> = {}): Plan {
  const all: NodeInput[] = nodes.some((node) => node.type === 'start') ? nodes : [{ id: 'start', type: 'start' }, ...nodes];
  return compileDefinition(definitionSchema.parse({ heddle: 1, name: 'Test', nodes: all, edges: edgesOf(edges), ...rest }), WITH_EMIT);
}

/** A task: a `code` node that the test answers by hand. */
export function task(id: string, rest: Partial<NodeInput> = {}): NodeInput {
  return { id, type: 'code', params: { source: 'return 1' }, retry: { maximumAttempts: 1 }, ...rest };
}

export function worldOf(nodes: NodeInput[], edges: string, rest: Partial<DefinitionInput> = {}, answer?: (path: string, attempt: number) => Answer): World {
  return new World(planOf(nodes, edges, rest), answer);
}
