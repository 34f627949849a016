import { DefinitionError } from '../definition/findings.ts';
import type { Plan } from '../definition/plan.ts';
import type { Definition } from '../definition/schema.ts';
import type { FoundVersion, Store } from '../ports/store.ts';
import { Batcher } from './batcher.ts';
import { EngineError, type StartRun } from './engine.ts';
import { definitionId, type Plans } from './plans.ts';

/** How long a document that was put is known to be there; retention deletes none that was used within a day. */
const STORED_FOR_MS = 3_600_000;
/** How long it is believed what an id or a slug stands for, ms. That the latest version still is the latest is asked by the start's own commit. */
const KNOWN_MS = 5_000;

/** What a run is started of. */
export type Source = {
  workflowId: string | null;
  slug: string | null;
  name: string;
  version: number | null;
  definitionId: string;
  plan: Plan;
  /** The id or slug under which it was asked for as the latest, when the answer is not of this moment. */
  latestOf: string | null;
};

/** Finds what is to be run: a version, the latest one, the draft, or a document that is at hand. */
export class Sources {
  /** What was looked up lately, by what was asked for. */
  private readonly known = new Map<string, Source>();
  /** Starts of one moment ask for the same version: they share the answer, which is read after the last of them has asked. */
  private readonly finds: Batcher<{ workflow: string; version: number | 'latest' }, FoundVersion>;
  /** Documents that were put lately, and when (performance.now). */
  private readonly stored = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly plans: Plans,
  ) {
    this.finds = new Batcher(
      async (wanted) => {
        const found = new Map<string, Promise<FoundVersion>>();
        for (const { workflow, version } of wanted) {
          const name = `${version} ${workflow}`;
          if (!found.has(name)) found.set(name, store.findVersion(workflow, version));
        }
        return await Promise.all(wanted.map(({ workflow, version }) => found.get(`${version} ${workflow}`)!));
      },
      { largest: 1_000, parallel: 2 },
    );
  }

  /** What is asked for; the latest version as of some seconds ago, perhaps. @throws EngineError workflow_not_found, version_not_found, definition_invalid, unsupported */
  async of(request: Pick<StartRun, 'workflow' | 'version' | 'definition'>): Promise<Source> {
    try {
      if (request.definition !== undefined) return await this.ofDocument(request.definition, request.workflow);
      const workflow = request.workflow ?? '';
      if (request.version === 'draft') return await this.draft(workflow);
      const version = request.version ?? 'latest';
      return this.known.get(`${version} ${workflow}`) ?? (await this.find(workflow, version));
    } catch (error) {
      if (error instanceof DefinitionError) throw new EngineError('definition_invalid', 'The definition cannot be run as it stands.', {}, error.findings);
      throw error;
    }
  }

  /** The latest version as of now. @throws EngineError workflow_not_found, version_not_found, unsupported */
  async latest(workflow: string): Promise<Source> {
    return await this.find(workflow, 'latest');
  }

  /** Looks a version up, and keeps it for who asks next. */
  private async find(workflow: string, wanted: number | 'latest'): Promise<Source> {
    const found = await this.finds.call({ workflow, version: wanted });
    if (!found.found) {
      if (found.what === 'workflow') throw new EngineError('workflow_not_found', `There is no workflow "${workflow}".`);
      throw new EngineError('version_not_found', `The workflow "${workflow}" has no version ${wanted}: publish it first.`);
    }
    const { workflowId, slug, name, version, definitionId: id } = found;
    const source: Source = { workflowId, slug, name, version, definitionId: id, plan: await this.plans.byId(id), latestOf: null };
    this.remember(`${wanted} ${workflow}`, wanted === 'latest' ? { ...source, latestOf: workflow } : source);
    return source;
  }

  /** What a version's workflow is called may change, and which version is the latest: both are looked up again after a while. */
  private remember(name: string, source: Source): void {
    this.known.set(name, source);
    setTimeout(() => {
      if (this.known.get(name) === source) this.known.delete(name);
    }, KNOWN_MS).unref();
  }

  /** @param workflow whose run it counts as */
  private async ofDocument(document: Definition, workflow: string | undefined): Promise<Source> {
    const id = definitionId(document);
    const plan = await this.plans.of(id, document);
    await this.keep(id, document);
    const owner = workflow === undefined ? null : await this.store.findWorkflow(workflow);
    return { workflowId: owner?.id ?? null, slug: owner?.slug ?? null, name: plan.name, version: null, definitionId: id, plan, latestOf: null };
  }

  private async draft(workflow: string): Promise<Source> {
    const owner = await this.store.findWorkflow(workflow);
    const document = owner === null ? undefined : await this.store.readDraft(owner.id);
    if (owner === null || document === undefined) throw new EngineError('workflow_not_found', `There is no workflow "${workflow}".`);
    const id = definitionId(document);
    const plan = await this.plans.of(id, document);
    await this.keep(id, document as Definition);
    return { workflowId: owner.id, slug: owner.slug, name: owner.name, version: null, definitionId: id, plan, latestOf: null };
  }

  private async keep(id: string, document: Definition): Promise<void> {
    const since = this.stored.get(id);
    if (since !== undefined && performance.now() - since < STORED_FOR_MS) return;
    await this.store.putDefinition(id, document);
    if (this.stored.size > 10_000) this.stored.clear();
    this.stored.set(id, performance.now());
  }
}
