import pino, { type Logger } from 'pino';

export type { Logger };

let shared: Logger | null = null;

/** The web process's log: one JSON object a line. The supervisor makes it readable when it writes to a terminal. */
export function logger(): Logger {
  shared ??= pino({
    level: process.env['LOG_LEVEL'] ?? (process.env['NODE_ENV'] === 'test' ? 'silent' : 'info'),
    base: { process: 'web', pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: pino.stdSerializers.errWithCause },
    redact: { paths: ['*.authorization', '*.apiKey', '*.password', '*.databaseUrl', '*.redisUrl'], censor: '…' },
  });
  return shared;
}
