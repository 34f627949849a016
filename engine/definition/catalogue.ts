import type { z } from 'zod';
import type { JsonObject } from './json.ts';
import type { Definition } from './schema.ts';

/**
 * What the core does with a node. The set is closed: a new node type picks a kind, a new kind is a new core version.
 * `task` is the only kind that a worker executes; `start … set` are evaluated within a decision.
 */
export const NODE_KINDS = [
  'start', 'end', 'transform', 'condition', 'switch', 'set',
  'task', 'wait', 'signal', 'approval', 'child', 'emit',
  'map', 'loop', 'saga', 'group',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const CONTAINER_KINDS: ReadonlySet<NodeKind> = new Set(['map', 'loop', 'saga', 'group']);
export const COMPUTING_KINDS: ReadonlySet<NodeKind> = new Set(['start', 'end', 'transform', 'condition', 'switch', 'set']);

export type NodeFamily = 'control' | 'work' | 'agent' | 'people' | 'containers';

/** How the inspector shows one parameter; everything else of a form comes from the schema. */
export type FieldFace = {
  label: string;
  help?: string;
  placeholder?: string;
  control?: 'text' | 'multiline' | 'markdown' | 'code' | 'json' | 'number' | 'switch' | 'select' | 'duration' | 'expression' | 'cases' | 'pairs' | 'schema' | 'tools' | 'workflow' | 'list';
  options?: readonly { value: string; label: string }[];
  /** Show the field only when another parameter has one of these values. */
  when?: { param: string; is: readonly string[] };
  /** Do not show the field beside these parameters, where it means nothing. What it holds stays. */
  meansNothing?: (params: JsonObject) => boolean;
  /** Of a select: the option that holds when nothing is said. To choose it is to say nothing, and what belongs to another choice goes with it. */
  unsaid?: string;
  /** Of a schema: people fill it in, so the inspector shows them the form that it makes. */
  asked?: boolean;
  advanced?: boolean;
};

export type NodeFace = {
  label: string;
  /** One sentence, shown in the palette and in the docs of the type. */
  summary: string;
  family: NodeFamily;
  /** Name of a lucide icon. */
  icon: string;
  keywords?: readonly string[];
  fields: Readonly<Record<string, FieldFace>>;
  /** One line under the node's name on the canvas; never longer than a few words. */
  subtitle?: (params: JsonObject) => string;
};

/**
 * What is known of a node type without the schema of its parameters: enough to draw a definition and to read one, and
 * light, for a page that changes nothing.
 */
export type NodeShape = {
  type: string;
  version: number;
  kind: NodeKind;
  face: NodeFace;
  /** A task that no worker of ours executes: pollers take it from the queue that its parameter `queue` names. */
  external?: true;
  /** A new node of this type starts with these. */
  defaults: JsonObject;
  /** Named output ports in the order in which they are drawn, without `error`. */
  branches: (params: JsonObject) => readonly string[];
  /** The branches that people name themselves, entry by entry of one parameter. */
  namedBranches?: {
    param: string;
    /** The name of each entry in its place, as it is written: empty ones and doubles too. */
    names: (params: JsonObject) => readonly string[];
    /** Names that no entry may have. */
    reserved: ReadonlySet<string>;
    /** Begins the name of a new entry. */
    base: string;
    /** Other parameters that hold the name of an entry. */
    namedIn?: readonly string[];
    /** Where in the output of the step stands the name of the branch that was taken. */
    toldAt?: readonly string[];
  };
  /** Parameters whose strings are plain text, never expressions (program source, for one). */
  literalParams?: readonly string[];
  /** Parameters that are themselves a bare CEL expression, with or without braces (`if`, `while`). */
  expressionParams?: readonly string[];
  /** What the step's output looks like, as JSON Schema, for completion and checks; null when it cannot be said. */
  outputSchema?: (params: JsonObject) => JsonObject | null;
  /**
   * Where in its output stands what a step after it works on: the text of an answer and not what it cost. Null when that is
   * still what came before it, as behind a condition; unsaid, the whole output.
   */
  handsOn?: (params: JsonObject) => readonly string[] | null;
  /** True when trying again may do the outside work twice (a POST without a key). */
  repeatIsRisky?: (params: JsonObject) => boolean;
  /** True when a step changes nothing outside the run, so that a saga need not undo it (a GET, a computation). */
  changesNothing?: (params: JsonObject) => boolean;
  /** Defaults of the type, under the workflow's and the node's own. */
  retry?: { maximumAttempts: number };
  timeouts?: { startToClose: string };
};

/** What a type finds wrong with the parameters of one of its nodes, under a code of its own. */
export type ParamFault = { severity: 'error' | 'warning'; code: string; param: string; message: string; fix?: string };

/** The browser-safe half of a node type. Its runner (`run.ts` beside it) is server only. */
export type NodeSpec = NodeShape & {
  /** zod schema of `params`; strings may hold expressions where the schema says `templated`. */
  params: z.ZodType<JsonObject>;
  /** What the schema alone cannot say. Asked only of parameters that keep it. */
  check?: (params: JsonObject, definition: Pick<Definition, 'input'>) => ParamFault[];
};

/** Every catalogue is one of shapes too. */
export type Shapes = ReadonlyMap<string, NodeShape>;
export type Catalogue = ReadonlyMap<string, NodeSpec>;

/** Builds the catalogue and refuses two specs of the same type. */
export function createCatalogue<T extends NodeShape>(specs: readonly T[]): ReadonlyMap<string, T> {
  const catalogue = new Map<string, T>();
  for (const spec of specs) {
    if (catalogue.has(spec.type)) throw new Error(`Two node types are called "${spec.type}".`);
    catalogue.set(spec.type, spec);
  }
  return catalogue;
}
