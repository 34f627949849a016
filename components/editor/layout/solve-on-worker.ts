import type { ElkNode } from 'elkjs/lib/elk-api.js';

let solver: Promise<(graph: ElkNode) => Promise<ElkNode>> | null = null;

/** Solves on a worker, which is started with the first layout: the page never waits for it. */
export async function solveOnWorker(graph: ElkNode): Promise<ElkNode> {
  solver ??= start();
  return (await solver)(graph);
}

async function start(): Promise<(graph: ElkNode) => Promise<ElkNode>> {
  const { default: Elk } = await import('elkjs/lib/elk-api.js');
  const elk = new Elk({ workerFactory: () => new Worker(new URL('./elk-worker.ts', import.meta.url)) });
  return (graph) => elk.layout(graph);
}
