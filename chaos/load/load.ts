import { Random } from '../../engine/core/testing/random.fixture.ts';
import type { Json } from '../../engine/index.ts';
import type { Sql } from '../sql.ts';
import { Board, type Standing } from './board.ts';
import { type Hands, type Kind, kinds, type Play } from './kinds.ts';
import { follow } from './stream.ts';
import type { WebClient } from './web-client.ts';

/** A run that was asked for and answered: from then on it must never be lost. */
export type Known = { id: string; kind: string; key: string; standing: Standing | null };
export type LoadOptions = { sql: Sql; web: WebClient; seed: number; players: number; fault: (sentence: string) => void; count: (what: string) => void };

/** How late a control may come without being wrong. */
const TOO_LATE = new Set(['run_over', 'already_paused', 'not_paused', 'already_cancelling', 'run_not_over', 'not_retryable']);
const PACE_MS = 20;
/** So many of the runs are watched live, to their end. */
const WATCHED = 0.1;
/** What a page may lack of it for so long while process after process is killed under it and Postgres is away. */
const LAST_FRAMES_MS = 90_000;
/** And then, once the API answers, so long. */
const ANSWERING_MS = 30_000;

/** Starts runs through the API as fast as they end, so many at a time, and does to them what people do. */
export class Load {
  readonly known: Known[] = [];
  private readonly board: Board;
  private readonly random: Random;
  private catalogue: Kind[] = [];
  private players: Promise<void>[] = [];
  private ending = false;

  constructor(private readonly options: LoadOptions) {
    this.board = new Board(options.sql);
    this.random = new Random(options.seed);
  }

  /** Saves and publishes what is to be run. */
  async prepare(): Promise<void> {
    const { web } = this.options;
    this.catalogue = await kinds();
    for (const { slug, definition } of this.catalogue) {
      const saved = await web.post('/workflows', { slug, definition });
      if (saved.status !== 201) throw new Error(`${slug} could not be saved: ${JSON.stringify(saved.body)}`);
      const published = await web.post(`/workflows/${slug}/publish`, {});
      if (published.status >= 300) throw new Error(`${slug} could not be published: ${JSON.stringify(published.body)}`);
    }
  }

  begin(): void {
    this.players = Array.from({ length: this.options.players }, (_, index) => this.play(index));
  }

  /** Nothing new is started. Resolves when everything that was has ended, or after `ms`. @returns how many have not */
  async settle(ms: number): Promise<number> {
    this.ending = true;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([Promise.all(this.players), new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
    clearTimeout(timer);
    return this.known.filter(({ standing }) => standing === null).length;
  }

  close(): void {
    this.ending = true;
    this.board.close();
  }

  private async play(player: number): Promise<void> {
    for (let turn = 0; !this.ending; turn++) {
      const kind = this.draw();
      try {
        await this.once(kind, kind.draw(this.random), `${player}-${turn}`);
      } catch (error) {
        if (this.ending) return;
        this.options.fault(`A player stumbled over ${kind.slug}: ${error instanceof Error ? error.message : String(error)}`);
      }
      await pause(PACE_MS);
    }
  }

  private draw(): Kind {
    let left = this.random.next() * this.catalogue.reduce((total, { weight }) => total + weight, 0);
    return this.catalogue.find(({ weight }) => (left -= weight) < 0) ?? this.catalogue[0]!;
  }

  private async once(kind: Kind, play: Play, key: string): Promise<void> {
    const { web, fault } = this.options;
    const started = await web.post(`/workflows/${kind.slug}/runs`, { input: play.input, idempotencyKey: key });
    if (started.status >= 300) return fault(`${kind.slug} was not started: ${JSON.stringify(started.body)}`);
    const known: Known = { id: String(started.body['id']), kind: kind.slug, key, standing: null };
    this.known.push(known);
    const watching = new AbortController();
    const watched = this.random.chance(WATCHED) ? follow(web, known.id, watching.signal, this.options.count) : null;
    await play.act?.(this.hands(known));
    let standing = await this.board.when(known.id, ({ over }) => over);
    if (watched !== null) await this.checkStream(known, standing, watched, watching);
    let again = play.retried === true;
    while (standing.status === 'failed') {
      const before = standing.generation;
      if (!(await this.retriedFromLetter(known))) {
        // The letter of a child is the child's: the parent that failed with it is retried, and starts another.
        if (lostChild(standing.error)) this.options.count('parents retried after their child had cost three workers');
        else if (again) again = false;
        else break;
        await this.hands(known).control('retry');
      }
      // What it was to be told while it had failed it has not heard.
      const [, next] = await Promise.all([play.act?.(this.hands(known)), this.board.when(known.id, (now) => now.over && now.generation > before)]);
      standing = next;
    }
    known.standing = standing;
    this.options.count(standing.status);
    const right = play.wrong(standing);
    if (right !== null) fault(`${kind.slug} ${known.id} ended ${standing.status} with ${JSON.stringify(standing.output)} ${JSON.stringify(standing.error)} instead of ${right}, given ${JSON.stringify(play.input)}`);
  }

  /** What a page saw of the run is all of it, and its end. */
  private async checkStream(known: Known, standing: Standing, watched: ReturnType<typeof follow>, watching: AbortController): Promise<void> {
    // Its patience is for the product: while no web process answers anything, there is nobody to give it the rest.
    const timer = setTimeout(() => {
      const answered = this.options.web.get(`/runs/${known.id}`).then(() => pause(ANSWERING_MS));
      void answered.catch(() => undefined).finally(() => watching.abort());
    }, LAST_FRAMES_MS);
    const { events, wrong } = await watched;
    clearTimeout(timer);
    this.options.count('runs watched live');
    if (wrong !== null) this.options.fault(`The stream of ${known.id} has a gap or a repeat: ${wrong}`);
    if (events !== standing.seq) this.options.fault(`The stream of ${known.id} gave ${events} of ${standing.seq} events${watching.signal.aborted ? ' and did not end' : ''}`);
  }

  /** A step that has cost three workers is among the dead letters, from where a person would try it again. */
  private async retriedFromLetter(known: Known): Promise<boolean> {
    const { rows } = await this.options.sql.query(`SELECT id FROM dead_letters WHERE workspace_id = 'default' AND run_id = $1 AND retried_at IS NULL ORDER BY at DESC LIMIT 1`, [known.id]);
    if (rows.length === 0) return false;
    const { status, body } = await this.options.web.post(`/dead-letters/${String(rows[0]!['id'])}/retry`, {});
    this.options.count('dead letters retried');
    if (status >= 300 && status !== 409) this.options.fault(`The retry of the dead letter ${String(rows[0]!['id'])} was answered ${status} ${JSON.stringify(body)}`);
    return status < 300 || status === 409;
  }

  private hands({ id }: Known): Hands {
    const { web, fault } = this.options;
    const late = (code: unknown): boolean => typeof code === 'string' && TOO_LATE.has(code);
    return {
      pause,
      async signal(name, payload, signalId) {
        const { status, body } = await web.post(`/runs/${id}/signals/${name}`, { payload, id: signalId });
        if (status >= 300 && !late(body['code'])) fault(`The signal ${name} to ${id} was answered ${status} ${JSON.stringify(body)}`);
      },
      async control(verb) {
        const { status, body } = await web.post(`/runs/${id}/${verb}`, { by: 'chaos' });
        if (status >= 300 && !late(body['code'])) fault(`${verb} of ${id} was answered ${status} ${JSON.stringify(body)}`);
      },
      decide: async (outcomes) => {
        const approval = await this.board.approvalOf(id);
        if (approval === null) return;
        const answers = await Promise.all(outcomes.map((outcome) => web.post(`/approvals/${approval}/decision`, { outcome, by: `chaos ${outcome}` })));
        for (const { status, body } of answers) if (status >= 300 && status !== 409) fault(`The decision on ${approval} was answered ${status} ${JSON.stringify(body)}`);
      },
    };
  }
}

function lostChild(error: Json): boolean {
  const { type, cause } = (error ?? {}) as { type?: string; cause?: { type?: string } };
  return type === 'child_failed' && cause?.type === 'worker_lost';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
