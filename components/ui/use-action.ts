'use client';
import { useRef, useState } from 'react';

export type Action = {
  busy: boolean;
  /** What went wrong the last time; null once it is tried again. */
  error: unknown;
  /** Does the work, unless other work is under way. What it throws becomes `error`. */
  run: (work: () => Promise<unknown>) => Promise<void>;
  /** What was wrong has been changed. */
  forget: () => void;
};

/** The one thing that a dialog does for a person: it is busy while it does so, and says what went wrong. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // Two presses may come before the first is drawn.
  const under = useRef(false);
  async function run(work: () => Promise<unknown>): Promise<void> {
    if (under.current) return;
    under.current = true;
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (caught) {
      setError(caught);
    } finally {
      under.current = false;
      setBusy(false);
    }
  }
  return { busy, error, run, forget: () => setError(null) };
}
