import { createHttpClient } from '../../engine/nodes/http/client.ts';
import { callHttp } from '../../engine/nodes/http/run.ts';

/**
 * A process without an engine: makes the same calls as a run's steps, one after the other, each time it is told to, and
 * says how long they took.
 */
process.on('message', (message: { url: string; allow: string; steps: number }) => void callAll(message));
process.on('disconnect', () => process.exit(0));
process.send!('ready');

async function callAll({ url, allow, steps }: { url: string; allow: string; steps: number }): Promise<void> {
  const client = createHttpClient({ allow, outsideUrl: null });
  const context = { idempotencyKey: 'bare', signal: new AbortController().signal, heartbeat: () => undefined };
  const began = performance.now();
  for (let step = 0; step < steps; step++) await callHttp(client, { method: 'GET', url }, context);
  process.send!(performance.now() - began);
}
