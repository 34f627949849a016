import pino from 'pino';
import type { Configuration } from './configuration.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

export type Log = {
  /** One sentence of a process, with fields for machines. */
  write: (level: Level, process: string, message: string, fields?: Record<string, unknown>) => void;
  /** A line that a child printed: JSON goes on with its fields, anything else becomes a message. */
  line: (process: string, line: string, level: Level) => void;
  /** For people alone: nothing when the output is not a terminal. */
  plain: (text: string) => void;
};

const NUMBERS: Record<string, number> = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60, silent: 100 };

/** One JSON object a line, or readable when the output is a terminal. */
export function createLog(level: Configuration['logLevel'], output: NodeJS.WriteStream = process.stdout): Log {
  const threshold = NUMBERS[level] ?? 30;
  const logger = pino({ level, base: null }, { write: (text: string) => void output.write(text) });
  const emit = (number: number, name: string, message: string, fields: Record<string, unknown>) => {
    if (number < threshold) return;
    if (output.isTTY) output.write(readable(number, name, message, fields));
    else {
      const method = number >= 50 ? 'error' : number >= 40 ? 'warn' : number >= 30 ? 'info' : number >= 20 ? 'debug' : 'trace';
      logger[method]({ ...fields, process: name }, message);
    }
  };
  return {
    write: (at, name, message, fields = {}) => emit(NUMBERS[at] ?? 30, name, message, fields),
    line: (name, line, at) => {
      const record = parse(line);
      if (record === undefined) return emit(NUMBERS[at] ?? 30, name, line, {});
      const { level: number, msg, message, time: _time, process: _process, ...fields } = record;
      const said = msg ?? message;
      return emit(typeof number === 'number' ? number : (NUMBERS[String(number)] ?? 30), name, typeof said === 'string' ? said : '', fields);
    },
    plain: (text) => void (output.isTTY && output.write(text)),
  };
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function readable(number: number, name: string, message: string, fields: Record<string, unknown>): string {
  const colour = number >= 50 ? 31 : number >= 40 ? 33 : number >= 30 ? 36 : 90;
  const { pid: _pid, hostname: _host, err, ...rest } = fields;
  const extra = Object.keys(rest).length === 0 ? '' : ` \u001b[90m${JSON.stringify(rest)}\u001b[0m`;
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `\u001b[90m${new Date().toLocaleTimeString('sv')}\u001b[0m \u001b[${colour}m${name.padEnd(9)}\u001b[0m ${message}${extra}${stack}\n`;
}
