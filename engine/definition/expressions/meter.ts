import type { Json } from '../json.ts';
import { type Look, opened, Ref, wholeValue } from '../ref.ts';
import { Fault } from './fault.ts';

/**
 * What one evaluation may cost. Operations bound the time, characters and items bound the memory; both are counted, never
 * clocked, so that the same expression over the same values is stopped at the same place everywhere.
 * One operation is about one node of an expression: 20–60 ns.
 */
export const BUDGET = {
  operations: 400_000,
  /** UTF-16 units of any one text that is built. */
  characters: 4 * 1024 * 1024,
  /** UTF-16 units, roughly, of what one template gives. */
  resultCharacters: 8 * 1024 * 1024,
  /** Items of any one list. */
  items: 100_000,
  /** Levels of lists and maps within one value. */
  depth: 200,
  /** Of one expression's source. */
  sourceLength: 20_000,
  astNodes: 4_000,
  astDepth: 80,
} as const;

/** A caught failure costs far more than a step: it builds its message and unwinds. */
export const COST_OF_FAILURE = 100;

/** A map without a prototype is a hash table of its own. */
export const COST_OF_MAP = 5;

/**
 * Counts what an evaluation spends, and stops it; and gives it the large values that it looks into. What something costs
 * never depends on which of them are at hand.
 */
export class Meter {
  #left: number = BUDGET.operations;
  #size = 0;
  /** Most evaluations build no list, so the set is made when the first one is. */
  #fresh: Set<object> | null = null;
  readonly #look: Look | undefined;

  /** @param look only where there may be references */
  constructor(look?: Look) {
    this.#look = look;
  }

  /** What a reference stands for; anything else as it is. @throws NeedsValues */
  open<T>(value: T): T | Json {
    return value instanceof Ref ? opened(value, this.#look) : value;
  }

  /** A value (no optional) without a reference in it, at any depth. @throws NeedsValues */
  whole<T>(value: T): T | Json {
    if (value instanceof Ref) return opened(value, this.#look);
    return this.#look === undefined ? value : wholeValue(value, this.#look);
  }

  /** @throws Fault of kind `budget` when nothing is left */
  spend(operations: number): void {
    this.#left -= operations;
    if (this.#left < 0) throw new Fault(`The expression was stopped after ${BUDGET.operations} operations: it walks too much data.`, 'budget');
  }

  get spent(): number {
    return BUDGET.operations - this.#left;
  }

  /** Pays for touching text of this length. */
  spendText(length: number): void {
    this.spend(1 + (length >> 6));
  }

  /** Refuses a string that is longer than one may be. Call it before the string is built. */
  allowText(length: number): void {
    if (length > BUDGET.characters) throw new Fault(`The expression builds a text of ${length} characters; the limit is ${BUDGET.characters}.`, 'budget');
    this.spendText(length);
  }

  /** Refuses a list that is longer than one may be. Call it before the list is built. */
  allowItems(count: number): void {
    if (count > BUDGET.items) throw new Fault(`The expression builds a list of ${count} items; the limit is ${BUDGET.items}.`, 'budget');
    this.spend(1 + count);
  }

  /** Counts towards the size of the result. */
  grow(characters: number): void {
    this.#size += characters;
    if (this.#size > BUDGET.resultCharacters) throw new Fault(`The result holds more than ${BUDGET.resultCharacters} characters.`, 'budget');
    this.spendText(characters);
  }

  /** Marks a list as built by this evaluation: it may hold integers and must be turned into JSON. Gives it back. */
  fresh<T extends object>(list: T): T {
    (this.#fresh ??= new Set()).add(list);
    return list;
  }

  isFresh(value: object): boolean {
    return this.#fresh !== null && this.#fresh.has(value);
  }
}
