import { dispatch, makeRequest } from './route-files.ts';

export type Message = { event: string; id: number | null; data: unknown };

/** A client of a server-sent stream that can leave in the middle. */
export class StreamClient {
  readonly messages: Message[] = [];
  private readonly abort = new AbortController();
  private over = false;
  private reading: Promise<void> = Promise.resolve();

  static async open(path: string, headers: Record<string, string> = {}): Promise<StreamClient> {
    const client = new StreamClient();
    const response = await dispatch(makeRequest('GET', path, { headers: { accept: 'text/event-stream', ...headers }, signal: client.abort.signal }));
    if (response.status !== 200 || response.body === null) throw new Error(`The stream answered ${response.status}: ${await response.text()}`);
    client.reading = client.readAll(response.body);
    return client;
  }

  ids(): number[] {
    return this.messages.flatMap((message) => (message.id === null ? [] : [message.id]));
  }

  get ended(): boolean {
    return this.over;
  }

  /** Waits until it has seen what the test waits for. @throws after `withinMs` with what it has seen */
  async until(seen: (messages: readonly Message[]) => boolean, withinMs = 10_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!seen(this.messages)) {
      if (Date.now() > deadline) throw new Error(`The stream did not bring it. It brought ${JSON.stringify(this.messages).slice(0, 2_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async leave(): Promise<void> {
    this.abort.abort();
    await this.reading;
  }

  private async readAll(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
    this.over = true;
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
    const data = fields.get('data');
    if (data === undefined) return;
    const id = fields.get('id');
    this.messages.push({ event: fields.get('event') ?? 'message', id: id === undefined ? null : Number(id), data: JSON.parse(data) });
  }
}
