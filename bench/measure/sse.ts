import { z } from 'zod';

const eventSchema = z.object({ seq: z.int(), at: z.string() });

/** Reads a run's stream to its end, each event of the history as it comes. */
export async function followRun(url: string, runId: string, signal: AbortSignal, hear: (event: { seq: number; at: string }) => void): Promise<void> {
  const response = await fetch(`${url}/api/v1/runs/${runId}/events?after=0`, { headers: { accept: 'text/event-stream' }, signal });
  if (!response.ok || response.body === null) throw new Error(`The stream of ${runId} answered ${response.status}.`);
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const messages = `${rest}${chunk}`.split('\n\n');
    rest = messages.pop()!;
    for (const message of messages) {
      const lines = message.split('\n');
      const kind = lines.find((line) => line.startsWith('event: '))?.slice(7);
      if (kind === 'end') return;
      if (kind === 'event') hear(eventSchema.parse(JSON.parse(lines.find((line) => line.startsWith('data: '))!.slice(6))));
    }
  }
  throw new Error(`The stream of ${runId} ended before the run.`);
}
