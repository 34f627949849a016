/**
 * How many jobs may be at hand. BullMQ begins with none of its jobs before it has as many as may be at hand or has asked
 * for one in vain, a round trip each. Of many that is right, for they are claimed together; one that comes alone would wait
 * for nothing.
 */
export class Room {
  size = 1;
  private atHand = 0;
  private isFull = false;
  private isDrained = true;

  constructor(private readonly most: number) {}

  /** A job came. There is no more room for it yet: first it begins. */
  fetched(): void {
    this.isDrained = false;
  }

  foundEmpty(): void {
    this.isDrained = true;
    this.measure();
  }

  began(): void {
    this.atHand++;
    this.measure();
  }

  /** @param isFull no slot is free: one ear stays open, and what it hears goes back, unless a slot is free by then */
  answered(isFull: boolean): void {
    this.isFull = isFull;
    this.measure();
  }

  ended(): void {
    this.atHand--;
    this.measure();
  }

  private measure(): void {
    this.size = this.isFull || (this.isDrained && this.atHand === 0) ? 1 : this.most;
  }
}
