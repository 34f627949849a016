import { applyDefaults } from '../apply-defaults.ts';
import type { Catalogue } from '../catalogue.ts';
import { checkDefinition } from '../check.ts';
import { hasExpression } from '../expressions/scan.ts';
import { compileSchema } from '../json-schema.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Definition, Finding, NodeDefinition } from '../schema.ts';
import { soundness } from '../soundness.ts';
import { CheckContext } from './context.ts';

/** What a child step names: a workflow by id or slug, and a version, null for the latest. */
export type PartReference = { workflow: string; version: number | null };

/** A sub-workflow as it is found where workflows are kept. */
export type Part =
  | { status: 'found'; name: string; definition: Definition }
  | { status: 'missing' }
  | { status: 'unpublished'; name: string }
  | { status: 'no-version'; name: string; latest: number };

/** Sub-workflows by `partKey`; what is not in it is not judged. */
export type Parts = ReadonlyMap<string, Part>;

export function partKey({ workflow, version }: PartReference): string {
  return `${version ?? 'latest'} ${workflow}`;
}

/** The sub-workflows that a definition names. One that only an expression names is known when it runs. */
export function partsOf(definition: Definition, catalogue: Catalogue): PartReference[] {
  return definition.nodes.flatMap((node) => referenceOf(node, catalogue) ?? []);
}

function referenceOf(node: NodeDefinition, catalogue: Catalogue): PartReference | null {
  const { workflow, version } = node.params;
  if (catalogue.get(node.type)?.kind !== 'child' || node.disabled || typeof workflow !== 'string' || workflow === '' || hasExpression(workflow)) return null;
  return { workflow, version: typeof version === 'number' ? version : null };
}

/**
 * What is known of a composed workflow before it runs: every sub-workflow is there, can itself run, and takes what it is
 * given. Run beside `checkDefinition`, which knows only the document.
 */
export function checkComposition(definition: Definition, catalogue: Catalogue, parts: Parts): Finding[] {
  const context = new CheckContext(definition, catalogue, new Set(), { nodes: [], edges: [] });
  const unsound = new Search(catalogue, parts, (part) => errorOf(part, catalogue), true);
  const waiting = new Search(catalogue, parts, (part) => soundness(part, catalogue).missing.find(({ code }) => code === 'may_wait')?.message ?? null, false);
  const open = new Set<Definition>();
  for (const node of definition.nodes) {
    const reference = referenceOf(node, catalogue);
    const part = reference && parts.get(partKey(reference));
    if (!reference || !part) continue;
    if (part.status !== 'found') {
      tellAbsence(context, node, reference, part);
      continue;
    }
    const reason = unsound.in(part.definition);
    if (reason !== null) {
      context.error('child_unsound', `"${part.name}" cannot run. ${reason}`, { node }, '/params/workflow', 'Mend it, and publish it again.');
      continue;
    }
    const circle = circleFrom(part, [definition], catalogue, parts, open);
    if (circle !== null) context.warn('child_circle', `${circle.map((name) => `"${name}"`).join(' starts ')}, at most 32 runs one within the other.`, { node }, '/params/workflow', 'Let a choice end it before that.');
    const wait = waiting.in(part.definition);
    if (wait !== null) context.warn('child_may_wait', `"${part.name}" may wait for ever. ${wait}`, { node }, '/params/workflow', 'Say there how long it waits.');
    checkInput(context, node, part);
  }
  return context.findings;
}

function tellAbsence(context: CheckContext, node: NodeDefinition, reference: PartReference, part: Exclude<Part, { status: 'found' }>): void {
  const message = absence(reference, part);
  switch (part.status) {
    case 'missing':
      return context.error('child_missing', message, { node }, '/params/workflow', 'Choose a workflow that is there.');
    case 'unpublished':
      // It may be published by the time this runs; a start is where it must be.
      return context.warn('child_unpublished', message, { node }, '/params/workflow', 'Publish it first.');
    case 'no-version':
      return context.error('child_version_missing', message, { node }, '/params/version', 'Choose a version that is there, or the latest.');
  }
}

function absence({ workflow, version }: PartReference, part: Exclude<Part, { status: 'found' }>): string {
  switch (part.status) {
    case 'missing':
      return `There is no workflow "${workflow}".`;
    case 'unpublished':
      return `"${part.name}" has no version yet.`;
    case 'no-version':
      return `"${part.name}" has no version ${version}; the latest is ${part.latest}.`;
  }
}

function errorOf(definition: Definition, catalogue: Catalogue): string | null {
  return checkDefinition(definition, catalogue).findings.find(({ severity }) => severity === 'error')?.message ?? null;
}

/** Looks for a reason in a sub-workflow and in those that it starts, each once. */
class Search {
  readonly #known = new Map<Definition, string | null>();

  constructor(
    readonly catalogue: Catalogue,
    readonly parts: Parts,
    readonly reasonOf: (definition: Definition) => string | null,
    /** Whether a part that is not there is a reason. */
    readonly absent: boolean,
  ) {}

  in(definition: Definition): string | null {
    const known = this.#known.get(definition);
    if (known !== undefined) return known;
    // Within a circle nothing is a reason for itself.
    this.#known.set(definition, null);
    const reason = this.reasonOf(definition) ?? this.#below(definition);
    this.#known.set(definition, reason);
    return reason;
  }

  #below(definition: Definition): string | null {
    for (const reference of partsOf(definition, this.catalogue)) {
      const part = this.parts.get(partKey(reference));
      const reason = part === undefined ? null : part.status === 'found' ? this.in(part.definition) : this.absent ? absence(reference, part) : null;
      if (reason !== null) return reason;
    }
    return null;
  }
}

/**
 * Names on a way by which a part comes back to something that started it; null when there is none.
 * @param open definitions from which no way leads back
 */
function circleFrom(part: Extract<Part, { status: 'found' }>, above: readonly Definition[], catalogue: Catalogue, parts: Parts, open: Set<Definition>): string[] | null {
  const start = above.indexOf(part.definition);
  if (start !== -1) return [...above.slice(start).map(({ name }) => name), part.name];
  if (open.has(part.definition)) return null;
  for (const reference of partsOf(part.definition, catalogue)) {
    const next = parts.get(partKey(reference));
    const circle = next?.status === 'found' ? circleFrom(next, [...above, part.definition], catalogue, parts, open) : null;
    if (circle !== null) return circle;
  }
  open.add(part.definition);
  return null;
}

/** What can be said of the input without its values: all of it when it is written out, else what is missing or too much. */
function checkInput(context: CheckContext, node: NodeDefinition, { name, definition }: Extract<Part, { status: 'found' }>): void {
  const schema = definition.input;
  const given = node.params.input ?? null;
  if (schema === undefined || typeof given === 'string') return;
  const [problem] = holdsExpression(given) ? shapeProblems(schema, given) : compileSchema(schema).validate(applyDefaults(schema, given)).map(({ message }) => message);
  if (problem === undefined) return;
  context.error('child_input', `"${name}" would refuse this input. ${problem}`, { node }, '/params/input', 'Give it what its input schema asks for.');
}

function shapeProblems(schema: JsonObject, given: Json): string[] {
  if (!isJsonObject(given)) return [];
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.filter((name): name is string => typeof name === 'string') : [];
  const missing = required.filter((name) => !Object.hasOwn(given, name) && !(isJsonObject(properties[name]) && Object.hasOwn(properties[name], 'default')));
  const unknown = schema.additionalProperties === false && schema.patternProperties === undefined ? Object.keys(given).filter((name) => !Object.hasOwn(properties, name)) : [];
  return [...missing.map((name) => `The value needs "${name}".`), ...unknown.map((name) => `"${name}" is not expected here.`)];
}

function holdsExpression(value: Json): boolean {
  if (typeof value === 'string') return hasExpression(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsExpression);
}
