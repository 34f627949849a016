import type { Json } from '@/engine/index.ts';

export type ApiCall = { origin: string; slug: string; input: Json; /** Id of the start; null where the first one is meant. */ entry: string | null };

/** A shell command that starts a run and waits for its end. */
export function curlOf({ origin, slug, input, entry }: ApiCall): string {
  const body = JSON.stringify({ input, ...(entry === null ? {} : { entry }), idempotencyKey: 'order-4711' }, null, 2).replaceAll("'", `'\\''`);
  return [`curl -X POST '${origin}/api/v1/workflows/${slug}/runs?wait=30s' \\`, `  -H 'content-type: application/json' \\`, `  -d '${body}'`].join('\n');
}

/** A module without dependencies that starts a run, for Node 20 and browsers. */
export function typescriptOf({ origin, slug, input, entry }: ApiCall): string {
  const name = `start${slug.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
  const sample = JSON.stringify(input, null, 2);
  return `type Run = { id: string; status: string; output: unknown; error: { type: string; message: string } | null };

const base = '${origin}/api/v1';

/** Starts a run, once for each key however often it is called, and waits up to 30 s for its end. */
export async function ${name}(input: unknown, idempotencyKey: string): Promise<Run> {
  const response = await fetch(\`\${base}/workflows/${slug}/runs?wait=30s\`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input, ${entry === null ? '' : `entry: ${JSON.stringify(entry)}, `}idempotencyKey }),
  });
  const body = await response.json();
  // Refusals are problem+json (RFC 9457): \`code\` can be compared, \`detail\` is a sentence.
  if (!response.ok) throw new Error(\`\${body.code}: \${body.detail}\`);
  return body;
}

const run = await ${name}(${sample}, 'order-4711');
console.log(run.status, run.output);
`;
}
