import pg from 'pg';

export type Rows = pg.QueryResult<Record<string, unknown>>;

const BETWEEN_TRIES_MS = 100;

/** The harness's own look at the database. It has lost its connection before it notices: whatever it asks is asked again. */
export class Sql {
  private client: pg.Client | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly patienceMs = 60_000,
  ) {}

  /** One at a time; what is asked must do no harm when it is asked twice. @throws what the database says for a minute */
  query = (text: string, values: unknown[] = []): Promise<Rows> => {
    const answer = this.last.then(() => this.ask(text, values));
    this.last = answer.catch(() => undefined);
    return answer;
  };

  private async ask(text: string, values: unknown[]): Promise<Rows> {
    const deadline = performance.now() + this.patienceMs;
    for (;;) {
      try {
        this.client ??= await this.connect();
        return await this.client.query<Record<string, unknown>>(text, values);
      } catch (error) {
        void this.client?.end().catch(() => undefined);
        this.client = null;
        const mine = error instanceof pg.DatabaseError && !/^(57|08|53|25)/.test(error.code ?? '');
        if (mine || performance.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
      }
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'chaos', connectionTimeoutMillis: 5_000 });
    client.on('error', () => {
      if (this.client === client) this.client = null;
    });
    await client.connect();
    return client;
  }

  async close(): Promise<void> {
    await this.last;
    await this.client?.end().catch(() => undefined);
  }
}
