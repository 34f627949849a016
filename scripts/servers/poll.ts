/** Asks until the answer is true. @throws with `what` when the deadline passes, or at once when `gone` says why it can no longer come */
export async function until(what: string, ask: () => Promise<boolean>, options: { timeoutMs: number; everyMs?: number; gone?: () => string | undefined }): Promise<void> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    const reason = options.gone?.();
    if (reason !== undefined) throw new Error(`${what}: ${reason}`);
    if (await ask()) return;
    if (Date.now() > deadline) throw new Error(`${what}: nothing after ${Math.round(options.timeoutMs / 1000)} s.`);
    await new Promise((resolve) => setTimeout(resolve, options.everyMs ?? 50));
  }
}
