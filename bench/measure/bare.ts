import { get } from './http.ts';

/**
 * A process without an engine: makes the requests of a run's steps, one after the other, each time it is told to, and
 * says how long they took.
 */
process.on('message', (message: { url: string; steps: number }) => void callAll(message));
process.on('disconnect', () => process.exit(0));
process.send!('ready');

async function callAll({ url, steps }: { url: string; steps: number }): Promise<void> {
  const began = performance.now();
  for (let step = 0; step < steps; step++) await get(url, '');
  process.send!(performance.now() - began);
}
