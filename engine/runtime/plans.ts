import { createHash } from 'node:crypto';
import type { Catalogue } from '../definition/catalogue.ts';
import { checkDefinition } from '../definition/check.ts';
import { compileDefinition } from '../definition/compile.ts';
import { canonicalJson } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { DefinitionError } from '../definition/findings.ts';
import { documentSchema } from '../definition/read.ts';
import type { Definition, Finding } from '../definition/schema.ts';
import type { Store } from '../ports/store.ts';
import { EngineError } from './engine.ts';
import { LastUsed } from './last-used.ts';

/** Plans in memory: the last ones used, and of large ones fewer. */
const KEPT = { entries: 500, weight: 50_000 };

/** Id of a document: the hash of its canonical text. */
export function definitionId(document: unknown): string {
  return createHash('sha256').update(canonicalJson(document)).digest('hex');
}

/** Compiled definitions by document id: each is compiled once per process. */
export class Plans {
  private readonly plans = new LastUsed<Plan>(KEPT, (plan) => plan.nodes.size);

  constructor(
    private readonly store: Pick<Store, 'readDefinition'>,
    private readonly catalogue: Catalogue,
  ) {}

  /**
   * The plan of a run. Its definition was sound when the run began, so what cannot be compiled here was made for
   * another build than this one, with other node types or fields: a reason to leave the run to others, not to park it.
   * @throws EngineError unsupported, Error when it is not there
   */
  byId(id: string): Promise<Plan> {
    return this.kept(id, async () => {
      const document = await this.read(id);
      try {
        return compileDefinition(documentSchema.parse(document), this.catalogue);
      } catch (error) {
        throw unsupported(id, error);
      }
    }).catch((error: unknown) => {
      // It may be compiling already, as somebody's draft.
      throw error instanceof DefinitionError ? unsupported(id, error) : error;
    });
  }

  /** For a document that is at hand. @throws DefinitionError */
  of(id: string, document: unknown): Promise<Plan> {
    return this.kept(id, async () => compileDefinition(documentSchema.parse(document), this.catalogue));
  }

  async document(id: string): Promise<Definition> {
    return documentSchema.parse(await this.read(id));
  }

  /** Everything that is to be said of a document. */
  findings(document: Definition): Finding[] {
    return checkDefinition(document, this.catalogue).findings;
  }

  private async read(id: string): Promise<unknown> {
    const document = await this.store.readDefinition(id);
    if (document === undefined) throw new Error(`The definition ${id.slice(0, 12)} is not in the store.`);
    return document;
  }

  private kept(id: string, make: () => Promise<Plan>): Promise<Plan> {
    const known = this.plans.get(id);
    if (known !== undefined) return known;
    const made = make();
    this.plans.set(id, made);
    return made;
  }
}

/** A definition that was sound elsewhere and is not here. */
export function unsupported(id: string, cause: unknown): EngineError {
  const error = new EngineError('unsupported', 'This process is too old or too new for the definition of the run; it leaves the run to others.', { definition: id.slice(0, 12) });
  error.cause = cause;
  return error;
}
