const SHOWN = 100;

/** What happened in a round: how often each thing, and what must not have. */
export class Tally {
  readonly faults = new Map<string, number>();
  readonly outcomes = new Map<string, number>();
  readonly violations: string[] = [];
  private readonly known = new Set<string>();

  /** @param say told each violation when it is found, so that it can be laid beside what was happening then */
  constructor(private readonly say: (message: string) => void = () => undefined) {}

  readonly count = (what: string, times = 1): void => void this.faults.set(what, (this.faults.get(what) ?? 0) + times);
  readonly ended = (outcome: string): void => void this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  /** The same again is one: what is checked twice is wrong twice. */
  readonly violated = (sentence: string): void => {
    if (this.known.has(sentence)) return;
    this.known.add(sentence);
    this.violations.push(sentence);
    if (this.violations.length <= SHOWN) this.say(`${new Date().toISOString()} violated: ${sentence}`);
  };

  get total(): number {
    return [...this.outcomes].reduce((sum, [outcome, times]) => (outcome.includes(' ') ? sum : sum + times), 0);
  }

  /** The first of them, and how many more there are. */
  get shown(): string[] {
    const more = this.violations.length - SHOWN;
    return more <= 0 ? [...this.violations] : [...this.violations.slice(0, SHOWN), `and ${more} more`];
  }
}
