import { CORE_VERSION } from '../core/advance.ts';
import { type BackTest, backTesting } from '../core/back-test/back-test.ts';
import { BACK_TEST_RUNS, type Difference, type Verdict } from '../core/back-test/differences.ts';
import { TooLarge } from '../core/back-test/too-large.ts';
import type { ClosedRunStatus, RunEvent } from '../core/events.ts';
import { definitionIds } from '../core/plan-changes.ts';
import { isRunOver, RUN_STATUSES } from '../core/status.ts';
import type { Json } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import type { NeedsValues } from '../definition/ref.ts';
import type { Definition } from '../definition/schema.ts';
import type { Log } from '../ports/log.ts';
import { type Store, StoreUnavailable } from '../ports/store.ts';
import type { RunRow } from '../ports/views.ts';
import { AtMost } from './at-most.ts';
import { EngineError } from './engine.ts';
import { everyEvent } from './folded-runs.ts';
import { inSlices } from './in-slices.ts';
import { definitionId, type Plans } from './plans.ts';
import type { Runs } from './runs.ts';

/** Events of a run beyond which its history is not read. */
const MOST_EVENTS = 20_000;
/** Bytes of large values that are loaded for one run. */
const MOST_BYTES = 64 * 1_048_576;
/** Pages of runs that are looked through for some that count. */
const MOST_PAGES = 5;
/** So many wait for their turn; each may take `BUDGET_MS`, and nobody waits longer than a page does. */
const MOST_WAITING = 4;
/** How long one back-test may take from when its turn has come, ms. */
const BUDGET_MS = 8_000;

/** `budgetMs`: only a test gives another. */
export type BackTestRequest = { workflowId: string; definition: Definition; /** Only runs of this version. */ version?: number; limit?: number; /** Nobody waits for the report any more. */ signal?: AbortSignal; budgetMs?: number };

export type NotComparable = 'too_long' | 'too_large' | 'unsupported' | 'undecidable';
type Row = Pick<RunRow, 'id' | 'version' | 'key' | 'startedAt' | 'endedAt'> & { status: ClosedRunStatus };
export type BackTested = Row & ({ verdict: Verdict; differences: Difference[] } | { verdict: 'not_comparable'; reason: NotComparable });
/** `of`: how many there were to look at; `runs` holds those that were looked at in time. */
export type BackTestReport = { of: number; runs: BackTested[] };

const OVER = RUN_STATUSES.filter(isRunOver);

/** Tells what recorded runs would do under a draft, from their histories alone. Reads, and writes nothing. */
export class BackTests {
  /** It is work for the processor: one at a time leaves the process to those who are waited for. */
  private readonly turn = new AtMost(1);

  constructor(private readonly options: { store: Pick<Store, 'listRuns' | 'readEvents'>; plans: Plans; runs: Pick<Runs, 'values'>; log: Log }) {}

  /** @throws DefinitionError when the draft cannot be run, EngineError too_many_back_tests when others wait already */
  async of(request: BackTestRequest): Promise<BackTestReport> {
    const draft = await this.options.plans.of(definitionId(request.definition), request.definition);
    const isGone = (): boolean => request.signal?.aborted === true;
    if (this.turn.queued >= MOST_WAITING) throw new EngineError('too_many_back_tests', `${MOST_WAITING} other back-tests wait for their turn. Ask again in some seconds.`);
    return await this.turn.run(async () => {
      // Whoever has gone while they waited for their turn holds up nobody behind them.
      if (isGone()) return { of: 0, runs: [] };
      const deadline = performance.now() + (request.budgetMs ?? BUDGET_MS);
      const rows = await this.rows(request);
      const runs: BackTested[] = [];
      for (const row of rows) {
        const tested = performance.now() < deadline ? await this.one(draft, row, deadline) : null;
        if (tested === null || isGone()) break;
        const { id, version, key, startedAt, endedAt, status } = row;
        runs.push({ id, version, key, startedAt, endedAt, status, ...tested });
      }
      return { of: rows.length, runs };
    });
  }

  /** The last runs that have ended. A test run tells of what somebody wrote, or of a part alone, not of what happened. */
  private async rows({ workflowId, version, limit = BACK_TEST_RUNS }: BackTestRequest): Promise<(RunRow & { status: ClosedRunStatus })[]> {
    const rows: (RunRow & { status: ClosedRunStatus })[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const page = await this.options.store.listRuns({ workflowId, statuses: OVER, ...(version === undefined ? {} : { version }) }, { limit: BACK_TEST_RUNS, cursor });
      for (const row of page.items) if (row.trigger !== 'test' && isRunOver(row.status) && rows.length < limit) rows.push({ ...row, status: row.status });
      cursor = page.nextCursor;
      if (cursor === null || rows.length >= limit) break;
    }
    return rows;
  }

  /** @returns null when the time was up before it could be told */
  private async one(draft: Plan, row: RunRow, deadline: number): Promise<BackTest | { verdict: 'not_comparable'; reason: NotComparable } | null> {
    const { store, runs, log } = this.options;
    const not = (reason: NotComparable) => ({ verdict: 'not_comparable' as const, reason });
    if (row.lastSeq > MOST_EVENTS) return not('too_long');
    const history = await everyEvent(store, row.id);
    const [start] = history;
    // Retention has taken it since it was listed, or a newer process has written it.
    if (start?.type !== 'run.started' || start.data.coreVersion > CORE_VERSION) return not('unsupported');
    const plans = await this.plansOf(row, history);
    if (plans === null) return not('unsupported');
    let bytes = 0;
    let atHand: ReadonlyMap<string, Json> = new Map();
    const large = runs.values.large((ref) => atHand.get(ref.hash));
    try {
      const work = backTesting(draft, { plan: plans.first, runId: row.id, history, later: plans.later }, large);
      return await inSlices(until(deadline, work), async ({ refs }) => {
        for (const ref of refs) bytes += ref.bytes;
        if (bytes > MOST_BYTES) throw new TooLarge();
        atHand = new Map([...atHand, ...(await runs.values.load(row.id, refs))]);
      });
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      if (error instanceof TooLarge) return not('too_large');
      log.warn({ err: error, runId: row.id }, 'A run could not be back-tested');
      return not('undecidable');
    }
  }

  private async plansOf(row: RunRow, history: readonly RunEvent[]): Promise<{ first: Plan; later: Map<string, Plan> } | null> {
    try {
      const ids = definitionIds(history, row.definitionId);
      const plans = await Promise.all(ids.map((id) => this.options.plans.byId(id)));
      return { first: plans[0]!, later: new Map(ids.map((id, index) => [id, plans[index]!])) };
    } catch (error) {
      if (error instanceof EngineError && error.code === 'unsupported') return null;
      throw error;
    }
  }
}

/** The same work, given up when the time is up. */
function* until<T>(deadline: number, work: Generator<NeedsValues | undefined, T>): Generator<NeedsValues | undefined, T | null> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() > deadline) return null;
    yield step.value;
  }
}
