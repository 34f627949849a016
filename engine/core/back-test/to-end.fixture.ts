import type { NeedsValues } from '../../definition/ref.ts';

/** Runs work that yields to its end; whatever it needs must be at hand already, or is put there by `provide`. */
export function toEnd<T>(work: Generator<NeedsValues | undefined, T>, provide: (needs: NeedsValues) => void = (needs) => { throw needs; }): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (step.value !== undefined) provide(step.value);
  }
}
