import type { DefinitionInput } from '../../definition/schema.ts';
import { chanceOf, Random } from './random.fixture.ts';

type NodeInput = NonNullable<DefinitionInput['nodes']>[number];
type EdgeInput = NonNullable<DefinitionInput['edges']>[number];

/** What a generated definition holds, for the distribution that the property tests print. */
export type Traits = { nodes: number; depth: number; kinds: Set<string>; joins: Set<string>; undo: boolean; race: boolean };
export type Generated = { definition: DefinitionInput; traits: Traits };

type Options = {
  /** Leave out whatever makes the outcome depend on the order: early joins, timers against others, `set`. */
  noRace: boolean;
};

/** A random, valid definition: scopes within scopes, every kind of join, branches, undo edges. */
export function generateDefinition(seed: number, options: Options): Generated {
  return new Generator(seed, options).generate();
}

const MAXIMUM_DEPTH = 3;
const UPDATES: DefinitionInput['updates'] = { bump: { set: { bump: '{{ vars.?bump.orValue(0) + payload.by }}' }, result: '{{ vars.bump }}' } };

class Generator {
  private readonly random: Random;
  private readonly nodes: NodeInput[] = [];
  private readonly edges: EdgeInput[] = [];
  private readonly traits: Traits;
  private ids = 0;

  constructor(
    private readonly seed: number,
    private readonly options: Options,
  ) {
    this.random = new Random(seed);
    this.traits = { nodes: 0, depth: 0, kinds: new Set(), joins: new Set(), undo: false, race: !options.noRace };
  }

  generate(): Generated {
    this.nodes.push({ id: 'start', type: 'start' });
    const { entries, sinks } = this.scope(undefined, 0, { inMap: false, inSaga: false });
    for (const entry of entries) this.edge('start', 'out', entry);
    if (this.random.chance(0.5)) {
      this.nodes.push({ id: 'end', type: 'end', params: { output: '{{ "done" }}' } });
      for (const sink of sinks) this.edge(sink, 'out', 'end');
      // A sink may leave by another branch; the end then is dead, and the run ends all the same.
    }
    if (this.random.chance(0.1)) this.nodes.push({ id: 'cleanup', type: 'code', always: true, params: { source: 'return 1' } });
    this.traits.nodes = this.nodes.length;
    return { definition: { heddle: 1, name: 'Generated', nodes: this.nodes, edges: this.edges, updates: UPDATES }, traits: this.traits };
  }

  /** Fills one scope and returns the nodes without incoming and without outgoing edges. */
  private scope(parent: string | undefined, depth: number, within: { inMap: boolean; inSaga: boolean }): { entries: string[]; sinks: string[] } {
    this.traits.depth = Math.max(this.traits.depth, depth);
    const count = 1 + this.random.below(depth === 0 ? 6 : 4);
    const made: { id: string; branches: string[] }[] = [];
    const targets = new Set<string>();
    const sources = new Set<string>();
    for (let index = 0; index < count; index += 1) {
      const node = this.node(parent, depth, within);
      const incoming = made.filter(() => this.random.chance(index === 0 ? 0 : 0.45));
      for (const source of incoming) {
        this.edge(source.id, this.random.pick(source.branches), node.id);
        targets.add(node.id);
        sources.add(source.id);
      }
      this.join(node.id, incoming.length);
      made.push(node);
    }
    return { entries: made.map((node) => node.id).filter((id) => !targets.has(id)), sinks: made.map((node) => node.id).filter((id) => !sources.has(id)) };
  }

  private join(id: string, incoming: number): void {
    const node = this.nodes.find((candidate) => candidate.id === id);
    if (node === undefined || incoming < 2) return;
    const draw = this.options.noRace ? 0 : this.random.below(4);
    if (draw === 1) node.join = 'any';
    else if (draw === 2) node.join = { atLeast: 1 + this.random.below(incoming) };
    if (draw !== 0 && this.random.chance(0.3)) node.rest = 'cancel';
    this.traits.joins.add(typeof node.join === 'object' ? 'atLeast' : (node.join ?? 'all'));
    if (node.rest === 'cancel') this.traits.joins.add('cancel rest');
  }

  private node(parent: string | undefined, depth: number, within: { inMap: boolean; inSaga: boolean }): { id: string; branches: string[] } {
    const id = `n${(this.ids += 1)}`;
    const kind = this.kind(depth, within);
    this.traits.kinds.add(kind);
    const node: NodeInput = { id, type: kind, ...(parent === undefined ? {} : { parent }) };
    this.nodes.push(node);
    let branches = ['out'];
    switch (kind) {
      case 'code':
        node.params = { source: 'return 1' };
        node.retry = { maximumAttempts: 1 + this.random.below(3) };
        if (within.inSaga && this.random.chance(0.6)) this.undoOf(id, parent);
        break;
      case 'transform':
        node.params = { value: this.random.chance(0.1) && !this.options.noRace ? '{{ [1][5] }}' : '{{ 1 + 1 }}' };
        break;
      case 'condition':
        node.params = { if: this.random.chance(0.5) ? 'true' : 'false' };
        branches = ['true', 'false'];
        break;
      case 'switch':
        node.params = { cases: [{ id: 'a', when: this.random.chance(0.5) ? 'true' : 'false' }, { id: 'b', when: 'true' }] };
        branches = ['a', 'b', 'default'];
        break;
      case 'wait':
        node.params = { for: '1s' };
        break;
      case 'signal':
        node.params = this.options.noRace ? { name: 'go' } : { name: 'go', timeout: '1h' };
        branches = this.options.noRace ? ['out'] : ['out', 'timeout'];
        break;
      case 'approval':
        node.params = { title: 'ok?', ...(this.options.noRace ? {} : { due: '1h', onTimeout: 'rejected' }), ...this.clocks(id) };
        branches = ['approved', 'rejected'];
        break;
      case 'child':
        node.params = { workflow: 'other', input: { n: 1 } };
        break;
      case 'set':
        node.params = { vars: { [`v${id}`]: 1 } };
        break;
      default:
        this.container(node, kind, depth, within);
        if (kind === 'saga' && this.random.chance(0.5)) branches = ['out', 'compensated'];
    }
    if (this.random.chance(0.25)) {
      node.onError = this.random.chance(0.5) ? 'continue' : 'branch';
      if (node.onError === 'branch') branches.push('error');
    }
    return { id, branches };
  }

  /** Drawn from the node, so that the other draws stay what they were. */
  private clocks(id: string): Record<string, string | number | string[]> {
    const draw = (what: string): number => chanceOf(`${this.seed} ${id} ${what}`);
    return {
      ...(draw('remind') < 0.5 ? { remindAfter: '10m', remindTimes: 1 + Math.floor(draw('times') * 3), ...(draw('every') < 0.5 ? { remindEvery: '15m' } : {}) } : {}),
      ...(draw('escalate') < 0.4 ? { escalateAfter: draw('together') < 0.3 ? '10m' : '30m', escalateTo: ['head'], escalateMode: draw('mode') < 0.5 ? 'add' : 'replace' } : {}),
    };
  }

  private kind(depth: number, within: { inMap: boolean }): string {
    const leaves = ['code', 'code', 'code', 'code', 'transform', 'condition', 'switch', 'signal', 'approval', 'child', ...(this.options.noRace ? [] : ['wait', ...(within.inMap ? [] : ['set'])])];
    return depth < MAXIMUM_DEPTH && this.random.chance(0.4) ? this.random.pick(['map', 'loop', 'saga', 'saga', 'group']) : this.random.pick(leaves);
  }

  private container(node: NodeInput, kind: string, depth: number, within: { inMap: boolean; inSaga: boolean }): void {
    if (kind === 'map') node.params = { items: Array.from({ length: this.random.below(4) }, (_, index) => index), concurrency: 1 + this.random.below(3), failure: this.random.chance(0.5) || this.options.noRace ? 'collect' : 'fast' };
    if (kind === 'loop') node.params = this.random.pick([{ count: this.random.below(4) }, { while: 'iteration < 2', maximum: 5 }, { while: 'iteration < 4 && vars.?bump.orValue(0) < 2', maximum: 5 }, { until: 'iteration >= 1', maximum: 5 }]);
    if (kind === 'group' && this.random.chance(0.5)) node.params = { concurrency: 1 + this.random.below(2) };
    if (within.inSaga && this.random.chance(0.2)) this.undoOf(node.id, node.parent);
    this.scope(node.id, depth + 1, { inMap: within.inMap || kind === 'map', inSaga: within.inSaga || kind === 'saga' });
  }

  private undoOf(id: string, parent: string | undefined): void {
    const undo = `u${(this.ids += 1)}`;
    this.nodes.push({ id: undo, type: 'code', ...(parent === undefined ? {} : { parent }), params: { source: 'return 0' }, retry: { maximumAttempts: 1 + this.random.below(2) } });
    this.edges.push({ id: `e${(this.ids += 1)}`, source: id, target: undo, kind: 'compensate' });
    this.traits.undo = true;
  }

  private edge(source: string, branch: string, target: string): void {
    this.edges.push({ id: `e${(this.ids += 1)}`, source, branch, target });
  }
}
