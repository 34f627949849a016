import { expect, type APIRequestContext } from '@playwright/test';
import type { Approval, ApiEvent, Decision, Page, Replay, Run, RunListItem, StartRun, Workflow } from '../../engine/index.ts';
import type { Definition } from '../../engine/index.ts';

export type HistoryEvent = ApiEvent;

/** The API as another client sees it: what a page shows is held against this. */
export class Api {
  constructor(private readonly request: APIRequestContext) {}

  async createWorkflow(definition: Definition): Promise<Workflow> {
    return this.#ask('POST', '/workflows', { definition });
  }
  async publish(slug: string): Promise<void> {
    await this.#ask('POST', `/workflows/${slug}/publish`, { note: 'For a test.' });
  }
  async workflow(slug: string): Promise<Workflow> {
    return this.#ask('GET', `/workflows/${slug}`);
  }
  /** Writes over the draft, whatever it is now. */
  async save(slug: string, change: (definition: Definition) => Definition): Promise<void> {
    const { definition, draftRevision } = await this.workflow(slug);
    await this.#ask('PUT', `/workflows/${slug}`, { definition: change(definition) }, { 'if-match': `"${draftRevision}"` });
  }
  async deleteWorkflow(slug: string): Promise<void> {
    await this.request.delete(`/api/v1/workflows/${slug}`);
  }
  async start(slug: string, body: StartRun = {}, wait?: string): Promise<Run> {
    return this.#ask('POST', `/workflows/${slug}/runs${wait === undefined ? '' : `?wait=${wait}`}`, body);
  }
  /** A published workflow and a run of it. */
  async startNew(definition: Definition, input: StartRun = {}): Promise<Run> {
    const { slug } = await this.createWorkflow(definition);
    await this.publish(slug);
    return this.start(slug, input);
  }
  async run(id: string): Promise<Run> {
    return this.#ask('GET', `/runs/${id}`);
  }
  /** Until the run stands at this signal: whatever comes before it has ended. */
  async waitsFor(id: string, signal: string): Promise<Run> {
    await expect.poll(async () => (await this.run(id)).waitingFor.map(({ name }) => name), { message: `the run waits for ${signal}`, timeout: 30_000 }).toContain(signal);
    return this.run(id);
  }
  /** Until the run has come to its end. */
  async ended(id: string): Promise<Run> {
    await expect.poll(async () => (await this.run(id)).status, { message: 'the run has ended', timeout: 30_000 }).not.toMatch(/^(queued|running|paused|compensating)$/);
    return this.run(id);
  }
  async runs(query = ''): Promise<RunListItem[]> {
    return (await this.#ask<Page<RunListItem>>('GET', `/runs?limit=100${query}`)).items;
  }
  async events(id: string): Promise<HistoryEvent[]> {
    const all: HistoryEvent[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page: { events: HistoryEvent[]; nextAfter: number | null } = await this.#ask('GET', `/runs/${id}/events?after=${after}&limit=1000`);
      all.push(...page.events);
      after = page.nextAfter;
    }
    return all;
  }
  async replay(id: string): Promise<Replay> {
    return this.#ask('GET', `/runs/${id}/replay`);
  }
  async openApprovals(run?: string): Promise<Approval[]> {
    return (await this.#ask<Page<Approval>>('GET', `/approvals?status=open&limit=100${run === undefined ? '' : `&run=${run}`}`)).items;
  }
  async approval(id: string): Promise<Approval> {
    return this.#ask('GET', `/approvals/${id}`);
  }
  async decide(id: string, decision: Decision): Promise<Approval> {
    return this.#ask('POST', `/approvals/${id}/decision`, decision);
  }
  async signal(run: string, name: string, payload?: NonNullable<StartRun['input']>): Promise<void> {
    await this.#ask('POST', `/runs/${run}/signals/${name}`, payload === undefined ? {} : { payload });
  }
  /** A run that begins again at a step of another. */
  async fork(run: string, step: string): Promise<{ id: string }> {
    return this.#ask('POST', `/runs/${run}/fork`, { from: { step } });
  }
  async limit(queue: string, concurrency: number): Promise<void> {
    await this.#ask('PUT', `/task-queues/${queue}/limits`, { concurrency });
  }
  async terminate(run: string): Promise<void> {
    await this.#ask('POST', `/runs/${run}/terminate`, { reason: 'The test is over.' });
  }
  async cancel(run: string): Promise<void> {
    await this.#ask('POST', `/runs/${run}/cancel`, { reason: 'The test is over.' });
  }

  async #ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, data?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const response = await this.request.fetch(`/api/v1${path}`, { method, headers, ...(data === undefined ? {} : { data }) });
    if (!response.ok()) throw new Error(`${method} ${path} answered ${response.status()}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
