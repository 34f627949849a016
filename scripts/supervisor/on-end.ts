/** How often the parent is looked at. */
const PARENT_EVERY_MS = 200;

/**
 * Calls back when somebody wants this command to end: Ctrl-C, SIGTERM, a closed terminal, or the end of the npm that runs it.
 * npm runs a shell that passes no signal on, so its end is noticed by the change of our parent.
 */
export function onEnd(end: (reason: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'npm') => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end('npm');
  }, PARENT_EVERY_MS);
  timer.unref();
}
