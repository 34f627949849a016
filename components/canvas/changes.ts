import { createKeyedContext, KeyedStore } from './keyed-store.ts';

/**
 * What became of a thing between two versions: `moved` and `drawn` change nothing that runs. Of two runs that are compared:
 * whose version alone has it, or that it went otherwise.
 */
export type ChangeMark = 'added' | 'changed' | 'removed' | 'moved' | 'drawn' | 'onlyA' | 'onlyB' | 'differs';

/** Another version laid over a canvas: what differs, by the ids of what is drawn. */
export class ChangeOverlay {
  readonly nodes = new KeyedStore<ChangeMark>();
  readonly edges = new KeyedStore<ChangeMark>();

  constructor(nodes: ReadonlyMap<string, ChangeMark>, edges: ReadonlyMap<string, ChangeMark>) {
    this.nodes.replace(nodes);
    this.edges.replace(edges);
  }
}

export const nodeChanges = createKeyedContext<ChangeMark>();
export const edgeChanges = createKeyedContext<ChangeMark>();
