import { checkExpression, checkTemplateText, type ExpressionCheck } from '../expressions/check.ts';
import type { SchemaOf, StaticType } from '../expressions/infer.ts';
import { LOCAL_ROOTS, type LocatedReference } from '../expressions/references.ts';
import { QUERY_RUN_FIELDS, RUN_FIELDS } from '../expressions/run-fields.ts';
import { hasExpression } from '../expressions/scan.ts';
import { isJsonObject, pointerToken, type Json } from '../json.ts';
import { casesOf, modeOf } from '../param-templates.ts';
import { ROOT_SCOPE } from '../plan.ts';
import type { JsonSchemaDocument, NodeDefinition, UpdateDefinition } from '../schema.ts';
import { nearest, type CheckContext, type Subject } from './context.ts';
import { Declared } from './declared.ts';
import type { Flow } from './flow.ts';

const STEP_FIELDS = new Set(['output', 'status', 'error']);
const LOCAL_HOMES: Readonly<Record<string, string>> = { item: 'a map', index: 'a map', iteration: 'a loop', previous: 'a loop', compensated: 'the undo of a step', payload: 'an update' };

/** Every expression of the document: its syntax, its types where they are known, and whether what it reads can be there. */
export function checkExpressions(context: CheckContext, flow: Flow): void {
  const checker = new Checker(context, flow);
  for (const node of context.definition.nodes) checker.node(node);
  const { settings, queries, updates } = context.definition;
  for (const [name, value] of Object.entries(settings?.searchAttributes ?? {})) checker.value(value, null, `/settings/searchAttributes/${pointerToken(name)}`);
  for (const [name, source] of Object.entries(queries ?? {})) checker.query(source, `/queries/${pointerToken(name)}`);
  for (const [name, update] of Object.entries(updates ?? {})) checker.update(update, `/updates/${pointerToken(name)}`);
}

class Checker {
  readonly #variables: ReadonlySet<string>;
  /** The update whose expressions are looked at. */
  #update: { schema: JsonSchemaDocument | undefined } | null = null;
  readonly #declared: Declared;
  #runFields = RUN_FIELDS;

  constructor(
    private readonly context: CheckContext,
    private readonly flow: Flow,
  ) {
    this.#declared = new Declared(context, () => this.#update?.schema);
    const setters = context.definition.nodes.filter((node) => context.kind(node) === 'set').map(({ params }) => params.vars);
    const updates = Object.values(context.definition.updates ?? {}).map(({ set }) => set);
    this.#variables = new Set([...setters, ...updates].flatMap((vars) => (isJsonObject(vars) ? Object.keys(vars) : [])));
  }

  query(source: string, at: string): void {
    this.#runFields = QUERY_RUN_FIELDS;
    this.expression(source, null, at, 'any');
    this.#runFields = RUN_FIELDS;
  }

  update({ schema, set, result }: UpdateDefinition, at: string): void {
    this.#update = { schema };
    for (const [variable, value] of Object.entries(set ?? {})) this.value(value, null, `${at}/set/${pointerToken(variable)}`);
    if (result !== undefined) this.value(result, null, `${at}/result`);
    this.#update = null;
  }

  node(node: NodeDefinition): void {
    const spec = this.context.spec(node);
    if (!spec) return;
    for (const [param, value] of Object.entries(node.params)) {
      const at = `/params/${pointerToken(param)}`;
      const mode = modeOf(spec, param);
      if (mode === 'template') {
        this.value(value, node, at);
        if (spec.kind === 'map' && param === 'items') this.#walked(value, node, at);
      } else if (mode === 'expression' && typeof value === 'string') this.expression(value, node, at, 'bool', param);
      else if (mode === 'cases') {
        casesOf(node.params).forEach(({ when }, index) => {
          if (typeof when === 'string') this.expression(when, node, `${at}/${index}/when`, 'bool');
        });
      }
    }
  }

  /** A map walks a list. */
  #walked(value: Json, node: NodeDefinition, at: string): void {
    if (typeof value !== 'string') return;
    const { type, problems } = checkTemplateText(value, this.#schemaOf);
    if (problems.length > 0 || type === 'any' || type === 'list') return;
    this.context.warn('not_a_list', `A map walks a list; this gives a ${type}.`, { node }, at, 'Name a list.');
  }

  /** Every string of a value on its own, so that one slip does not hide the next. */
  value(value: Json, node: NodeDefinition | null, at: string): void {
    if (typeof value === 'string') {
      if (hasExpression(value)) this.#report(checkTemplateText(value, this.#schemaOf), node, at);
    } else if (Array.isArray(value)) value.forEach((item, index) => this.value(item, node, `${at}/${index}`));
    else if (isJsonObject(value)) for (const [key, member] of Object.entries(value)) this.value(member, node, `${at}/${pointerToken(key)}`);
  }

  expression(source: string, node: NodeDefinition | null, at: string, wanted: StaticType, param?: string): void {
    const check = checkExpression(source, this.#schemaOf);
    this.#report(check, node, at, param);
    if (wanted === 'bool' && check.problems.length === 0 && check.type !== 'any' && check.type !== 'bool') {
      this.context.error('not_a_condition', `A condition gives true or false; this one gives a ${check.type}.`, node && { node }, at, 'Compare it with something.');
    }
  }

  readonly #schemaOf: SchemaOf = (root, path) => {
    // A step that may fail and go on has null for its output, whatever its type says.
    if (root === 'nodes' && this.context.nodes.get(path[0] ?? '')?.onError === 'continue') return undefined;
    return this.#declared.at(root, path);
  };

  #report(check: ExpressionCheck, node: NodeDefinition | null, at: string, param?: string): void {
    const subject: Subject = node && { node };
    for (const problem of check.problems) {
      if (problem.kind === 'syntax') this.context.error('expression_syntax', problem.message, subject, at);
      else this.context.error('expression_type', problem.message, subject, at);
    }
    this.#declared.check(check, subject, at);
    const said = new Set<string>();
    const asked = new Set(check.references.filter(({ root, path }) => root === 'nodes' && path[1] === 'status').map(({ path }) => path[0]));
    for (const reference of check.references) {
      const guarded = reference.guarded || (reference.root === 'nodes' ? asked.has(reference.path[0]) : reference.asked > 0);
      const key = `${reference.root} ${reference.path.slice(0, 2).join(' ')} ${guarded}`;
      if (said.has(key)) continue;
      said.add(key);
      this.#reference({ ...reference, guarded }, node, at, param);
    }
  }

  #reference({ root, path, guarded }: LocatedReference, node: NodeDefinition | null, at: string, param?: string): void {
    const { context } = this;
    const subject: Subject = node && { node };
    const [first] = path;
    if (root === 'nodes') {
      if (first !== undefined) this.#step(first, path, guarded, node, at, param);
    } else if (LOCAL_ROOTS.has(root)) {
      if (!this.#localsOf(node, param).has(root)) {
        const inLoop = root === 'index' && this.#localsOf(node, param).has('iteration');
        context.error('local_outside', `"${root}" exists only in ${LOCAL_HOMES[root]}.`, subject, at, inLoop ? 'In a loop, read iteration.' : undefined);
      }
    } else if (first === undefined || guarded) {
      return;
    } else if (root === 'run' && !this.#runFields.includes(first)) {
      context.error('unknown_run_field', `${QUERY_RUN_FIELDS.includes(first) ? `Only a query sees "${first}" of a run` : `A run has no "${first}"`}; it has ${this.#runFields.join(', ')}.`, subject, at);
    } else if (root === 'vars' && !this.#variables.has(first)) {
      const near = nearest(first, this.#variables);
      context.warn('unknown_variable', `No step sets the variable "${first}".`, subject, at, near && `Did you mean "${near}"?`);
    } else if (root === 'input') this.#input(first, subject, at);
  }

  #input(first: string, subject: Subject, at: string): void {
    const properties = this.context.definition.input?.properties;
    if (!isJsonObject(properties) || Object.hasOwn(properties, first)) return;
    const near = nearest(first, Object.keys(properties));
    this.context.warn('undeclared_input', `The input of this workflow declares no "${first}".`, subject, at, near ? `Did you mean "${near}"?` : 'Declare it in the input schema, or write default(…).');
  }

  #localsOf(node: NodeDefinition | null, param?: string): Set<string> {
    const locals = new Set<string>();
    if (this.#update !== null) locals.add('payload');
    if (!node) return locals;
    const kinds = this.context.enclosing(node).map((container) => this.context.kind(container));
    if (kinds.includes('map')) locals.add('item').add('index');
    if (kinds.includes('loop') || this.#asksEachRound(node, param)) locals.add('iteration').add('previous');
    if (this.flow.undoOf.has(node.id)) locals.add('compensated');
    return locals;
  }

  /** The condition of a loop is asked between its iterations, and sees them. */
  #asksEachRound(node: NodeDefinition, param?: string): boolean {
    return this.context.kind(node) === 'loop' && (param === 'while' || param === 'until');
  }

  #step(id: string, path: readonly string[], guarded: boolean, node: NodeDefinition | null, at: string, param?: string): void {
    const { context } = this;
    const subject: Subject = node && { node };
    const target = context.nodes.get(id);
    if (!target) {
      if (!context.unreadable.has(id)) context.error('unknown_step', `There is no step "${id}".`, subject, at, this.#spelling(id));
      return;
    }
    if (path[1] !== undefined && !STEP_FIELDS.has(path[1])) {
      context.error('unknown_step_field', `Of a step one reads output, status or error, not "${path[1]}".`, subject, at, `Write nodes.${id}.output.${path[1]}.`);
      return;
    }
    const home = target.parent ?? ROOT_SCOPE;
    if (!node) {
      if (home !== ROOT_SCOPE) context.error('reference_into_container', `"${id}" stands inside a container and is seen from there only.`, subject, at);
      return;
    }
    const line = [node, ...context.enclosing(node)];
    if (target.id === node.id) return context.error('reference_to_itself', 'A step cannot read itself.', subject, at);
    if (line.some((each) => each.id === target.id)) return context.error('reference_to_enclosing', `"${id}" is the container this step stands in; it has no output yet.`, subject, at);
    const beside = line.find((each) => (each.parent ?? ROOT_SCOPE) === home);
    if (!beside) {
      const container = context.enclosing(target).find((each) => line.some((own) => own.parent === each.parent));
      const box = target.parent ? `"${target.parent}"` : 'a container';
      const asksItself = container?.id === node.id && this.#asksEachRound(node, param);
      const fix = asksItself ? 'Read previous: it is what the last iteration gave.' : container && `Read nodes.${container.id}.output.`;
      return context.error('reference_into_container', `"${id}" stands inside ${box} and is seen from there only.`, subject, at, fix);
    }
    this.#order(target, beside, path, guarded, subject, at);
  }

  /** Whether `target` is done when `beside`, which stands in the same scope, runs. */
  #order(target: NodeDefinition, beside: NodeDefinition, path: readonly string[], guarded: boolean, subject: Subject, at: string): void {
    const { context, flow } = this;
    const known = flow.scopes.get(target.parent ?? ROOT_SCOPE);
    if (!known) return;
    const label = context.label(target);
    const harmless = guarded || path[1] !== 'output';
    const skipped = (code: string, why: string) => {
      if (!harmless) context.warn(code, `${label} ${why}, and its output is null then.`, subject, at, 'Write default(…, otherwise), or use ".?".');
    };
    if (beside.always) return target.always ? context.error('reference_not_before', `${label} is clean-up too; nothing says which comes first.`, subject, at) : skipped('reference_may_be_skipped', 'may not have run when the clean-up does');
    if (flow.undoOf.has(target.id) || target.always) return context.error('reference_not_before', `${label} runs later than this step, if at all.`, subject, at);
    const undone = flow.undoOf.get(beside.id);
    const place = undone ?? beside.id;
    if (undone === target.id) return;
    if (!known.isAncestor(target.id, place)) {
      if (undone !== undefined) return skipped('reference_may_be_skipped', `may not have run when "${undone}" is undone`);
      return context.error('reference_not_before', `${label} does not come before ${context.label(beside)}, so its output would never be there.`, subject, at, `Draw an edge that leads from "${target.id}" to "${beside.id}".`);
    }
    if (target.disabled) return skipped('reference_to_disabled', 'is disabled');
    if (!known.isClosedBefore(target.id, place)) return skipped('reference_may_be_open', 'may still be running when this step starts');
    if (!known.hasRunBefore(target.id, place)) return skipped('reference_may_be_skipped', 'may have been skipped');
    if (target.onError === 'continue') return skipped('reference_may_have_failed', 'may have failed and gone on');
    if (!known.hasSucceededBefore(target.id, place)) skipped('reference_may_have_failed', 'may have left by its error branch');
  }

  #spelling(id: string): string | undefined {
    const dashed = [...this.context.nodes.keys()].find((known) => known.startsWith(`${id}-`));
    if (dashed) return `An id with a dash is written nodes["${dashed}"].`;
    const near = nearest(id, this.context.nodes.keys());
    return near && `Did you mean "${near}"?`;
  }
}
