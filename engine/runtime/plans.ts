import { createHash } from 'node:crypto';
import type { Catalogue } from '../definition/catalogue.ts';
import { compileDefinition } from '../definition/compile.ts';
import { canonicalJson } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { definitionSchema, type Definition } from '../definition/schema.ts';
import type { Store } from '../ports/store.ts';

const KEPT = 500;

/** Id of a document: the hash of its canonical text. */
export function definitionId(document: unknown): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex');
}

/** Compiled definitions by document id: each is compiled once per process. */
export class Plans {
  private readonly plans = new Map<string, Promise<Plan>>();

  constructor(
    private readonly store: Pick<Store, 'readDefinition'>,
    private readonly catalogue: Catalogue,
  ) {}

  /** @throws DefinitionError when it cannot be executed, Error when it is not there */
  byId(id: string): Promise<Plan> {
    return this.kept(id, async () => compileDefinition(await this.document(id), this.catalogue));
  }

  /** For a document that is at hand. @throws DefinitionError */
  of(id: string, document: unknown): Promise<Plan> {
    return this.kept(id, async () => compileDefinition(definitionSchema.parse(document), this.catalogue));
  }

  async document(id: string): Promise<Definition> {
    const document = await this.store.readDefinition(id);
    if (document === undefined) throw new Error(`The definition ${id.slice(0, 12)} is not in the store.`);
    return definitionSchema.parse(document);
  }

  private kept(id: string, make: () => Promise<Plan>): Promise<Plan> {
    const known = this.plans.get(id);
    if (known !== undefined) return known;
    const made = make();
    this.plans.set(id, made);
    made.catch(() => this.plans.delete(id));
    if (this.plans.size > KEPT) this.plans.delete(this.plans.keys().next().value!);
    return made;
  }
}
