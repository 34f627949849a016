import { advance } from '../core/advance.ts';
import { emptyState } from '../core/empty-state.ts';
import type { RunInput } from '../core/events.ts';
import { evolve } from '../core/evolve.ts';
import { isRunOver } from '../core/status.ts';
import type { Plan } from '../definition/plan.ts';
import type { Log } from '../ports/log.ts';
import { CommitUnknown, type Store } from '../ports/store.ts';
import { Changes, rowSignature } from './changes.ts';
import { EngineError, type Submitted } from './engine.ts';
import type { Runs } from './runs.ts';

export type Terminating = Extract<RunInput, { type: 'run.terminated' }>;

/** What ends a run at once asks nothing of its definition, which may be the very thing that cannot be read. */
export const NO_PLAN: Plan = {
  hash: '', name: '', input: null, output: null, queries: new Map(), updates: new Map(), timeoutMs: null, timeoutCountsPeople: true, taskQueue: 'default', priority: 0,
  searchAttributes: new Map(), onConflict: 'fail', nodes: new Map(), scopes: new Map(), signals: new Map(),
};
const TRIES = 10;

/** The ways out of being parked: on with it, once the cause is mended, or an end to it. */
export class Parked {
  constructor(private readonly options: { store: Store; runs: Runs; log: Log }) {}

  /**
   * Lets a parked run go on and hands it the inputs it was parked with. What it waits for rings or fires by itself.
   * @throws EngineError not_parked, run_parked when it is parked again
   */
  async unpark(runId: string): Promise<void> {
    const { store, runs, log } = this.options;
    const inputs = await store.unpark(runId);
    if (inputs === null) throw new EngineError('not_parked', `The run ${runId} is not parked.`);
    log.info({ runId, inputs: inputs.length }, 'The run is let go on');
    for (const input of inputs) {
      const result = await runs.deliver(runId, { input });
      // Refused is settled too: it came by another way meanwhile, or nothing waits for it any more.
      if (!result.accepted) log.info({ runId, input: input.type, code: result.refusal.code }, 'An input that was kept is no longer wanted');
      await store.forgetParked(runId, input.id);
    }
    // Without an input to show it, at least its history must fold.
    if (inputs.length === 0) await runs.look(runId, 0);
  }

  /** Terminates a run that is parked, past the mailbox, which would only park it again. */
  async terminate(runId: string, input: Terminating): Promise<Submitted> {
    const { store, runs } = this.options;
    for (let tries = 0; tries < TRIES; tries++) {
      await store.unpark(runId);
      let state = emptyState(runId);
      let known = false;
      for (let more = true; more; ) {
        const history = (await store.readHistories([{ runId, after: state.seq, snapshot: null }]))[0];
        if (history === undefined) throw new EngineError('run_not_found', `There is no run ${runId}.`);
        for (const event of history.events) state = evolve(state, event);
        known ||= history.events.some((event) => !event.derived && event.id === input.id);
        ({ more } = history);
      }
      // An earlier try, whose answer was lost, may have done it.
      if (isRunOver(state.status) && known) return { accepted: true, seq: state.seq, at: state.at };
      const signature = rowSignature(state);
      const before = state.seq;
      const at = Math.max(runs.now(), state.at);
      const ended = advance(NO_PLAN, state, input, at);
      if (!ended.accepted) return { accepted: false, refusal: ended.refusal };
      const changes = new Changes(runId, before, signature, { until: at, continues: false });
      changes.add(ended.state, ended, at, {});
      const { commit } = changes.finish(ended.state, null);
      try {
        if ((await runs.committer.commit('advance', commit)).result !== 'written') continue;
      } catch (error) {
        if (error instanceof CommitUnknown) continue;
        throw error;
      }
      runs.committed(commit, ended.state);
      await store.forgetParked(runId, null);
      return { accepted: true, seq: before + 1, at };
    }
    throw new EngineError('unavailable', `The run ${runId} is written by others all the time. Try again.`);
  }
}
