import { parseDuration } from '../../definition/duration.ts';
import type { Json } from '../../definition/json.ts';
import type { StepError } from '../events.ts';
import type { Decider } from './decider.ts';
import { failStep } from './failure.ts';
import type { Opening } from './open-node.ts';

/** A parameter of a wait turned out to be what it cannot be: the step fails, and says so. */
export function refuse(decider: Decider, opening: Opening, message: string): void {
  const error: StepError = { type: 'validation', message };
  failStep(decider, opening.path, opening.node, error, opening.origin);
}

/** @returns milliseconds, null when the value is no duration */
export function lengthOf(duration: Json): number | null {
  return typeof duration === 'string' ? parseDuration(duration) : null;
}

/** @returns the instant a duration after `at`, null when the value is no duration */
export function after(at: number, duration: Json): number | null {
  const durationMs = lengthOf(duration);
  return durationMs === null ? null : at + durationMs;
}

/** A parameter that nothing is said by. */
export function isUnsaid(value: Json): boolean {
  return value === null || value === '';
}

export function text(value: Json): string {
  return value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** Names, as a list or one alone. */
export function namesOf(value: Json): string[] {
  return Array.isArray(value) ? value.map(text) : typeof value === 'string' && value !== '' ? [value] : [];
}

export function show(value: Json): string {
  const written = JSON.stringify(value);
  return written.length > 80 ? `${Array.from(written).slice(0, 77).join('')}…` : written;
}
