const PATIENCE_MS = 30_000;

/** Looks again and again until it holds. @throws Error that begins with `otherwise` when it does not in time */
export async function until(condition: () => boolean | Promise<boolean>, otherwise: string, patienceMs = PATIENCE_MS): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${otherwise} within ${patienceMs / 1_000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
