import type { Refusal } from '../advance.ts';

export function refuse(code: Refusal['code'], message: string): Refusal {
  return { code, message };
}
