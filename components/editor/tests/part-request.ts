import { dataNeeded, partNode, prepareTestRun, type Catalogue, type Definition, type Json, type JsonObject, type PreparedTestRun, type RunPart, type TestRun } from '@/engine/index.ts';
import { resultOf, type LastRun } from '../../inspector/model/last-run.ts';
import { nodeById } from '../document/graph.ts';
import type { KeptInput, TestOptions } from './test-options.ts';

/** What a run of a part is given from earlier ones. */
export type PartData = { outputs: JsonObject; vars: JsonObject };

/** Outputs of what the node reads, from the latest runs, and the variables; what is pinned the server takes from the definition. */
export function partData(definition: Definition, catalogue: Catalogue, part: RunPart, runs: readonly LastRun[]): PartData {
  if ('upTo' in part) return { outputs: {}, vars: {} };
  const needed = dataNeeded(definition, catalogue, part.only);
  const outputs: JsonObject = {};
  for (const id of needed.nodes.keys()) {
    const output = nodeById(definition, id)?.ui?.pinned === undefined ? knownOutput(runs, id) : undefined;
    if (output !== undefined) outputs[id] = output;
  }
  return { outputs, vars: needed.vars ? varsOf(definition, catalogue, runs) : {} };
}

/** The output of a node's latest result; null of one that was passed by, as an expression would see it. */
function knownOutput(runs: readonly LastRun[], id: string): Json | undefined {
  const result = resultOf(runs, id);
  if (result?.step.status === 'completed') return result.step.output;
  if (result !== null && result.step.handled !== null) return null;
  const [run] = runs.filter((each) => each.definition.nodes.some((node) => node.id === id));
  const passed = run === undefined ? [] : [...run.state.steps.values()].filter((step) => step.node === id);
  return passed.length > 0 && passed.every((step) => step.status === 'skipped') ? null : undefined;
}

function varsOf(definition: Definition, catalogue: Catalogue, runs: readonly LastRun[]): JsonObject {
  const vars: JsonObject = {};
  for (const run of runs.toReversed()) Object.assign(vars, run.state.vars.at(-1)?.values);
  for (const node of definition.nodes) {
    const pinned = node.ui?.pinned;
    if (catalogue.get(node.type)?.kind === 'set' && typeof pinned === 'object' && pinned !== null && !Array.isArray(pinned)) Object.assign(vars, pinned);
  }
  return vars;
}

/** The run that a variable is taken from: the latest that has it. */
export function varRun(runs: readonly LastRun[], name: string): LastRun | null {
  return runs.find((run) => Object.hasOwn(run.state.vars.at(-1)?.values ?? {}, name)) ?? null;
}

/** What the server will make of the part as things stand, or why it cannot be run. */
export function preparedPart(definition: Definition, catalogue: Catalogue, part: RunPart, { outputs }: PartData, options: TestOptions): PreparedTestRun {
  const pinned = Object.fromEntries(definition.nodes.flatMap((node) => (node.ui?.pinned === undefined ? [] : [[node.id, node.ui.pinned]])));
  return prepareTestRun(definition, catalogue, { part, data: { ...outputs, ...pinned }, ...options });
}

/** The start that was chosen, where the part still has it. */
export function entryOf({ definition }: TestRun, { entry }: KeptInput): string | undefined {
  return definition.nodes.some((node) => node.id === entry) ? entry : undefined;
}

/** Whether running the part asks for an input of the run. */
export function readsInput(definition: Definition, catalogue: Catalogue, part: RunPart): boolean {
  return definition.input !== undefined && ('upTo' in part || dataNeeded(definition, catalogue, partNode(part)).input);
}
