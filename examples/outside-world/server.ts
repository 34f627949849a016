import { OutsideWorld } from './app.ts';

/**
 * Entry of the service that the examples call. `HOST` (127.0.0.1) and `HEDDLE_OUTSIDE_PORT` or `PORT` (39100) say where.
 * It takes orders from anybody who reaches it, so it only listens on loopback.
 */
const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.HEDDLE_OUTSIDE_PORT ?? process.env.PORT ?? 39_100);
if (!/^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host)) {
  process.stderr.write(`The outside world only listens on loopback, not on ${host}.\n`);
  process.exit(1);
}

const server = new OutsideWorld().createServer();
server.keepAliveTimeout = 60_000;
server.on('error', (error) => {
  process.stderr.write(`The outside world cannot listen on ${host}:${port}: ${error.message}\n`);
  process.exit(1);
});
server.listen(port, host, () => process.stdout.write(`${JSON.stringify({ level: 'info', message: 'The outside world listens.', url: `http://${host}:${port}` })}\n`));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
