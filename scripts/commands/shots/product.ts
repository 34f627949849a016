/** The API of the product that is shown. */
export class Product {
  constructor(readonly url: string) {}

  async start(workflow: string, input: object, wait = false): Promise<string> {
    return (await this.#ask<{ id: string }>('POST', `/workflows/${workflow}/runs${wait ? '?wait=30s' : ''}`, { input })).id;
  }

  /** @returns its slug */
  async create(definition: object): Promise<string> {
    return (await this.#ask<{ slug: string }>('POST', '/workflows', { definition })).slug;
  }

  async save(workflow: string, definition: object): Promise<void> {
    const { draftRevision } = await this.#ask<{ draftRevision: number }>('GET', `/workflows/${workflow}`);
    await this.#ask('PUT', `/workflows/${workflow}`, { definition }, { 'if-match': `"${draftRevision}"` });
  }

  async publish(workflow: string): Promise<void> {
    await this.#ask('POST', `/workflows/${workflow}/publish`, { note: 'To be looked at.' });
  }

  /** Waits until the schedule of a workflow has told why it did not start a run. */
  async untilTriggerTells(workflow: string): Promise<void> {
    for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 200))) {
      const { items } = await this.#ask<{ items: { lastProblem: object | null }[] }>('GET', `/triggers?workflow=${workflow}`);
      if (items.some(({ lastProblem }) => lastProblem !== null)) return;
    }
    throw new Error(`The schedule of ${workflow} tells of no problem.`);
  }

  async signal(run: string, name: string): Promise<void> {
    await this.#ask('POST', `/runs/${run}/signals/${name}`, {});
  }

  /** Requests that somebody has to decide, as soon as there are some; none when there are none within ten seconds. */
  async openApprovals(): Promise<string[]> {
    for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const { items } = await this.#ask<{ items: { id: string }[] }>('GET', '/approvals?status=open');
      if (items.length > 0) return items.map(({ id }) => id);
    }
    return [];
  }

  async #ask<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
