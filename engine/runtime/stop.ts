import type { StepAbort, StopSignal } from '../ports/node-runner.ts';

/**
 * Tells one attempt to stop. Most attempts are never told and most runners never ask, so this is a list that is usually
 * empty; the platform's signal, ten times as dear, is made when a runner wants one.
 */
export class Stop implements StopSignal {
  private listeners: (() => void)[] = [];
  private controller: AbortController | null = null;
  reason: StepAbort | null = null;

  get aborted(): boolean {
    return this.reason !== null;
  }

  get signal(): AbortSignal {
    if (this.controller === null) {
      this.controller = new AbortController();
      if (this.reason !== null) this.controller.abort(this.reason);
    }
    return this.controller.signal;
  }

  /** The first reason stands. */
  abort(reason: StepAbort): void {
    if (this.reason !== null) return;
    this.reason = reason;
    const listeners = this.listeners;
    this.listeners = [];
    for (const listener of listeners) listener();
    this.controller?.abort(reason);
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const index = this.listeners.indexOf(listener);
    if (index >= 0) this.listeners.splice(index, 1);
  }
}
