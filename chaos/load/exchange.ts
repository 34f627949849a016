import { type ClientRequest, type IncomingMessage, request } from 'node:http';

// Not by fetch: of tens of thousands of calls to processes that are killed under them it loses one now and then, together
// with its time limit, and whoever waits for it waits for ever.

/** One call, answered whole or not at all. @throws when it is not answered within `ms`, or the connection breaks */
export async function exchange(url: string, { method, body, ms }: { method: string; body?: unknown; ms: number }): Promise<{ status: number; body: Record<string, unknown> }> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const call = request(url, { method, agent: false, headers: { accept: 'application/json', ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }) } });
  const timer = setTimeout(() => call.destroy(new Error(`Not answered within ${ms} ms.`)), ms);
  try {
    const answered = answerOf(call);
    call.end(text);
    const answer = await answered;
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer); // no encoding is set
    return { status: answer.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown> };
  } finally {
    clearTimeout(timer);
    call.destroy();
  }
}

/** A stream of server-sent events; `leave` ends it, whatever it waits for. */
export type LiveStream = { bytes: AsyncIterable<Buffer>; leave: () => void };

/** @throws while its bytes are read: when it is refused, left, or breaks */
export function liveStream(url: string, after: number): LiveStream {
  const call = request(url, { agent: false, headers: { accept: 'text/event-stream', ...(after === 0 ? {} : { 'last-event-id': String(after) }) } });
  const answered = answerOf(call);
  answered.catch(() => undefined);
  call.end();
  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      const answer = await answered;
      if (answer.statusCode !== 200) throw new Error(`The stream was answered with ${answer.statusCode}.`);
      for await (const chunk of answer) yield chunk as Buffer; // no encoding is set
    } finally {
      call.destroy();
    }
  }
  return { bytes: bytes(), leave: () => void call.destroy(new Error('The stream was left.')) };
}

function answerOf(call: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    call.on('response', resolve);
    // Also after the answer has begun: then it is the answer's to tell, and this one is heard and said nothing of.
    call.on('error', reject);
    call.on('close', () => reject(new Error('The connection was closed without an answer.')));
  });
}
