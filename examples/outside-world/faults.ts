import { z } from 'zod';

/**
 * Trouble on request. A caller sends along which service is to misbehave, how, and how often; what it sends to the
 * other services is ignored there. Counted for each reference (a run) and service, so that runs do not disturb each other.
 */
export const FAULT_MODES = ['refuse', 'error', 'slow'] as const;

const faultSchema = z.object({
  service: z.string().min(1).max(100),
  mode: z.enum(FAULT_MODES),
  /** How many calls are affected; all of them when nothing is said. */
  times: z.number().int().min(0).nullish(),
  /** For `slow`: how long the answer is held back, in ms. */
  delayMs: z.number().min(0).max(120_000).nullish(),
});
export type Fault = z.infer<typeof faultSchema>;

const faultsSchema = z.union([faultSchema.transform((fault) => [fault]), z.array(faultSchema).max(20)]);
const DEFAULT_DELAY_MS = 3_000;
const MOST_COUNTERS = 50_000;

/** One fault or a list of them, as JSON or as the text of JSON; null for nothing. @throws Error with a sentence */
export function readFaults(value: unknown): Fault[] {
  if (value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)) return [];
  let given = value;
  if (typeof value === 'string') {
    try {
      given = JSON.parse(value);
    } catch {
      throw new Error('"fault" is not JSON.');
    }
    if (given === null) return [];
  }
  const parsed = faultsSchema.safeParse(given);
  if (!parsed.success) throw new Error(`"fault" holds a service, a mode (${FAULT_MODES.join(', ')}) and, if you like, times and delayMs.`);
  return parsed.data;
}

/** `hotels`, `Cancel hotel`, `hotel-cancel` and `cancelHotel` name the same thing. */
export function canonicalService(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== '').map((word) => ALIASES[word] ?? word);
  return [...new Set(words)].sort().join('-');
}

const ALIASES: Readonly<Record<string, string>> = {
  hotels: 'hotel', flights: 'flight', payments: 'payment', charge: 'payment', shipments: 'shipping', shipment: 'shipping', ship: 'shipping', mails: 'mail', document: 'documents',
  refund: 'cancel', release: 'cancel', cancellation: 'cancel', reserve: 'inventory', stock: 'inventory',
};

/** True for a fault of a cancellation: nothing is ever cancelled unless something fails first. */
export function isCancellation(fault: Fault): boolean {
  return canonicalService(fault.service).split('-').includes('cancel');
}

export type Effect = { mode: 'refuse' | 'error'; delayMs: 0 } | { mode: 'slow'; delayMs: number } | null;

export class FaultCounters {
  readonly #counts = new Map<string, number>();

  /** What happens to this call. Counts it. */
  take(faults: readonly Fault[], service: string, reference: string, also: readonly string[] = []): Effect {
    const names = new Set([service, ...also].map(canonicalService));
    for (const fault of faults) {
      if (!names.has(canonicalService(fault.service)) || !this.#count(`${reference} ${canonicalService(fault.service)} ${fault.mode}`, fault.times ?? Infinity)) continue;
      return fault.mode === 'slow' ? { mode: 'slow', delayMs: fault.delayMs ?? DEFAULT_DELAY_MS } : { mode: fault.mode, delayMs: 0 };
    }
    return null;
  }

  #count(key: string, times: number): boolean {
    const before = this.#counts.get(key) ?? 0;
    if (before >= times) return false;
    this.#counts.delete(key);
    this.#counts.set(key, before + 1);
    if (this.#counts.size > MOST_COUNTERS) this.#counts.delete(this.#counts.keys().next().value!);
    return true;
  }
}
