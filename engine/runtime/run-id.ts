import { randomFillSync } from 'node:crypto';

const pool = Buffer.allocUnsafe(4_096);
let used = pool.length;

/** A UUID of version 7: its first 48 bits are the instant, so that new runs stand together in every index. */
export function runId(at: number): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const chance = pool.toString('hex', used, used + 10);
  used += 10;
  const time = Math.floor(at).toString(16).padStart(12, '0');
  const variant = '89ab'.charAt(Number.parseInt(chance.charAt(3), 16) & 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-${variant}${chance.slice(4, 7)}-${chance.slice(8, 20)}`;
}
