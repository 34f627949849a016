/** What reached the service, in order. Tests read it to learn what really happened outside. */
export type Entry = {
  seq: number;
  at: string;
  service: string;
  action: string;
  /** What the caller says it is about; the examples send the id of their run. */
  reference: string;
  idempotencyKey: string | null;
  /** `seen` while a call is at work; `repeated` was answered from memory and did nothing. */
  outcome: 'seen' | 'done' | 'repeated' | 'refused' | 'error' | 'invalid';
  status: number | null;
  /** Id of what was booked or cancelled. */
  ids: string[];
  slow: boolean;
  /** Whether the answer was sent: a slow one is held back after the work is done. */
  answered: boolean;
};

const MOST_ENTRIES = 50_000;

export class Ledger {
  #entries: Entry[] = [];
  #seq = 0;

  open(entry: Pick<Entry, 'service' | 'action' | 'reference' | 'idempotencyKey'>): Entry {
    const whole: Entry = { seq: ++this.#seq, at: new Date().toISOString(), outcome: 'seen', status: null, ids: [], slow: false, answered: false, ...entry };
    this.#entries.push(whole);
    // Dropped in large pieces, so that a full ledger costs nothing for each entry.
    if (this.#entries.length > MOST_ENTRIES * 1.2) this.#entries = this.#entries.slice(-MOST_ENTRIES);
    return whole;
  }

  read(filter: { reference?: string | null; service?: string | null; action?: string | null; after?: number; limit?: number }): { entries: Entry[]; total: number; lastSeq: number } {
    const found = this.#entries.filter(
      (entry) =>
        (filter.reference == null || entry.reference === filter.reference) &&
        (filter.service == null || entry.service === filter.service) &&
        (filter.action == null || entry.action === filter.action) &&
        entry.seq > (filter.after ?? 0),
    );
    return { entries: found.slice(0, filter.limit ?? 1_000), total: found.length, lastSeq: this.#seq };
  }

  clear(reference: string | null): void {
    this.#entries = reference === null ? [] : this.#entries.filter((entry) => entry.reference !== reference);
  }
}

export type Booking = { id: string; service: string; reference: string; at: string; cancelledAt: string | null; details: unknown };

const MOST_BOOKINGS = 50_000;

/** What is booked, charged, reserved and shipped, and what of it was undone. */
export class Bookings {
  readonly #bookings = new Map<string, Booking>();
  readonly #byReference = new Map<string, Set<string>>();
  #next = 1;

  book(service: string, reference: string, prefix: string, details: unknown): Booking {
    const booking: Booking = { id: `${prefix}-${20_000 + this.#next++}`, service, reference, at: new Date().toISOString(), cancelledAt: null, details };
    this.#bookings.set(booking.id, booking);
    const key = `${service} ${reference}`;
    const ids = this.#byReference.get(key) ?? new Set();
    this.#byReference.set(key, ids.add(booking.id));
    if (this.#bookings.size > MOST_BOOKINGS) this.#drop(this.#bookings.keys().next().value!);
    return booking;
  }

  /** Cancels one booking, or all of a reference. What is cancelled already stays so, and is not in the answer. */
  cancel(service: string, reference: string, id: string | null): Booking[] {
    const wanted = id === null ? [...(this.#byReference.get(`${service} ${reference}`) ?? [])] : [id];
    const cancelled: Booking[] = [];
    for (const key of wanted) {
      const booking = this.#bookings.get(key);
      if (booking === undefined || booking.service !== service || booking.reference !== reference || booking.cancelledAt !== null) continue;
      booking.cancelledAt = new Date().toISOString();
      cancelled.push(booking);
    }
    return cancelled;
  }

  /** What of a reference (of all, when null) stands now. */
  net(reference: string | null): { net: number; made: number; cancelled: number; open: Pick<Booking, 'id' | 'service' | 'reference'>[]; byService: Record<string, number> } {
    const mine = [...this.#bookings.values()].filter((booking) => reference === null || booking.reference === reference);
    const open = mine.filter((booking) => booking.cancelledAt === null);
    const byService: Record<string, number> = {};
    for (const booking of open) byService[booking.service] = (byService[booking.service] ?? 0) + 1;
    return { net: open.length, made: mine.length, cancelled: mine.length - open.length, open: open.slice(0, 1_000).map(({ id, service, reference: of }) => ({ id, service, reference: of })), byService };
  }

  #drop(id: string): void {
    const booking = this.#bookings.get(id);
    this.#bookings.delete(id);
    if (booking === undefined) return;
    const key = `${booking.service} ${booking.reference}`;
    const ids = this.#byReference.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.#byReference.delete(key);
  }
}
