import type { AttemptLogs } from '../core/events.ts';
import { storableText } from '../definition/storable-text.ts';
import type { EphemeralFrame } from '../ports/node-runner.ts';

/** Lines that are kept of an attempt, and bytes of their messages: beside an output they must not weigh. */
export const LOG_LIMITS = { lines: 200, bytes: 16 * 1024, line: 1_000 } as const;

/** What one attempt logs: the first lines that fit, and how many did not. Made when the first line comes. */
export class AttemptLog {
  private readonly lines: AttemptLogs['lines'] = [];
  private bytes = 0;
  private cut = 0;

  take(frame: Extract<EphemeralFrame, { type: 'log' | 'log.cut' }>): void {
    if (frame.type === 'log.cut') {
      this.cut += frame.lines;
      return;
    }
    const message = storable(frame.message);
    const bytes = Buffer.byteLength(message);
    // Once a line is left out, those behind it are too: what is kept has no gaps.
    if (this.cut > 0 || this.lines.length >= LOG_LIMITS.lines || this.bytes + bytes > LOG_LIMITS.bytes) {
      this.cut += 1;
      return;
    }
    this.bytes += bytes;
    this.lines.push({ level: frame.level, message });
  }

  told(): AttemptLogs {
    return { lines: [...this.lines], ...(this.cut === 0 ? {} : { cut: this.cut }) };
  }
}

/** A line that a history can hold, and no longer than a line may be. */
function storable(message: string): string {
  const short = message.length > LOG_LIMITS.line ? `${message.slice(0, LOG_LIMITS.line - 1)}…` : message;
  return storableText(short);
}
