import type { Definition, Workflow } from '@/engine/index.ts';
import type { api } from '../../data/api.ts';

type Workflows = Pick<(typeof api)['workflows'], 'create' | 'publish' | 'remove'>;

/**
 * A workflow that is made and then published, either of which may fail. What was made is taken up again by the next try,
 * and is taken away when there is none: nobody has asked for a draft.
 */
export class ExtractedWorkflow {
  private made: Workflow | null = null;

  constructor(private readonly workflows: Workflows) {}

  /** @returns the workflow, published under the name that the definition has now */
  async publish(definition: Definition): Promise<Workflow> {
    // Another name is another slug, which the step that starts it is given.
    if (this.made !== null && this.made.name !== definition.name) await this.discard();
    const made = (this.made ??= await this.workflows.create({ definition }));
    await this.workflows.publish(made.id);
    this.made = null;
    return made;
  }

  /** Takes away what was made and not published. Nothing to do is no error. */
  async discard(): Promise<void> {
    const { made } = this;
    if (made === null) return;
    await this.workflows.remove(made.id);
    this.made = null;
  }

  /** What stands unpublished, by name. */
  get left(): string | null {
    return this.made?.name ?? null;
  }
}
