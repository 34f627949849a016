import type { Operation } from '@/engine/server.ts';
import { ProblemError } from './problem-error.ts';
import { server } from './server.ts';

/** Calls that go to one run. */
const TO_ONE_RUN = /^\/api\/v1\/runs\/\{id\}(\/|$)/;

/**
 * The parameters of an address, with the id of the run that is meant: `purchase:order-17` is the run of the workflow
 * (by id or slug) with that business key, the open one or else the newest that had it. Neither ids nor slugs hold a
 * colon; keys may.
 * @throws ProblemError run_not_found
 */
export async function resolveRunAddress({ path }: Pick<Operation, 'path'>, params: Record<string, string>): Promise<Record<string, string>> {
  const { id } = params;
  const colon = id?.indexOf(':') ?? -1;
  if (id === undefined || colon < 0 || !TO_ONE_RUN.test(path)) return params;
  const [workflow, key] = [id.slice(0, colon), id.slice(colon + 1)];
  const { engine } = await server();
  const owner = await engine.findWorkflow(workflow);
  if (owner === null) throw new ProblemError('run_not_found', `There is no run "${id.slice(0, 300)}": no workflow has the id or slug "${workflow.slice(0, 100)}".`);
  const run = await engine.findRunByKey(owner.id, key);
  if (run === null) throw new ProblemError('run_not_found', `“${owner.name}” has no run with the key "${key.slice(0, 200)}".`);
  return { ...params, id: run.id };
}
