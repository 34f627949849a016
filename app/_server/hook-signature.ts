import { createHmac, timingSafeEqual } from 'node:crypto';
import { SIGNATURE_WINDOW_MS } from '@/engine/index.ts';
import { ProblemError } from './problem-error.ts';

/**
 * Holds a request against the secret of its webhook: an HMAC-SHA256 over the instant and the bytes of the body. The
 * instant keeps what somebody overheard from being sent again later. An Idempotency-Key is signed as well: with another
 * one, what was overheard would start another run.
 * @param key the Idempotency-Key; '' when there is none
 * @returns the signature, in hexadecimal
 * @throws ProblemError signature_invalid, which never tells the right one
 */
export function requireSignature(secret: string, header: string | null, key: string, body: Uint8Array, now: number): string {
  if (header === null) throw invalid('This webhook takes signed requests only: send the header Heddle-Signature.');
  const parts = new Map(header.split(',').map((part) => part.trim().split('=', 2) as [string, string | undefined]));
  const seconds = parts.get('t') ?? '';
  const given = parts.get('v1') ?? '';
  if (!/^\d{1,12}$/.test(seconds) || !/^[0-9a-f]{64}$/i.test(given)) throw invalid('The header Heddle-Signature reads "t=<seconds since 1970>,v1=<64 hexadecimal digits>".');
  const right = createHmac('sha256', secret).update(key === '' ? `${seconds}.` : `${seconds}.${key}.`).update(body).digest();
  if (!timingSafeEqual(right, Buffer.from(given, 'hex'))) throw invalid(key === '' ? 'The signature is not that of this body with the secret of the webhook.' : 'The signature is not that of this Idempotency-Key and body with the secret of the webhook: sign "<t>.<key>.<body>".');
  if (Math.abs(now - Number(seconds) * 1_000) > SIGNATURE_WINDOW_MS) throw invalid('The signature is older than 5 minutes, or the clocks are that far apart.');
  return given.toLowerCase();
}

function invalid(detail: string): ProblemError {
  return new ProblemError('signature_invalid', detail);
}
