import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

type Metrics = { registry: Registry; requests: Histogram<'operation' | 'status'>; streams: Gauge<'kind'>; events: Counter };
const shared = globalThis as { heddleMetrics?: Metrics };

/** One registry a process, also when the development server loads this module again. */
function metrics(): Metrics {
  if (shared.heddleMetrics === undefined) {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    shared.heddleMetrics = {
      registry,
      requests: new Histogram({ name: 'heddle_http_request_seconds', help: 'Time to the answer of a call, by operation and status.', labelNames: ['operation', 'status'], buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30], registers: [registry] }),
      streams: new Gauge({ name: 'heddle_streams_open', help: 'Open server-sent streams.', labelNames: ['kind'], registers: [registry] }),
      events: new Counter({ name: 'heddle_stream_events_total', help: 'Events of histories written to streams.', registers: [registry] }),
    };
  }
  return shared.heddleMetrics;
}

export function observeRequest(operation: string, status: number, ms: number): void {
  metrics().requests.observe({ operation, status: String(status) }, ms / 1_000);
}

/** Counts an open stream. @returns what to call once when it closes */
export function observeStream(kind: 'run' | 'list'): () => void {
  metrics().streams.inc({ kind });
  let open = true;
  return () => {
    if (open) metrics().streams.dec({ kind });
    open = false;
  };
}

export function countStreamEvent(): void {
  metrics().events.inc();
}

/** @param engine figures of the engine by Prometheus name; a name that ends in `_total` is a counter */
export async function renderMetrics(engine: Readonly<Record<string, number>>): Promise<{ text: string; contentType: string }> {
  const { registry } = metrics();
  const own = Object.entries(engine).map(([name, value]) => `# TYPE ${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}\n${name} ${value}\n`);
  return { text: (await registry.metrics()) + own.join(''), contentType: registry.contentType };
}
