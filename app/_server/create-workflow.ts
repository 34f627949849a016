import type { z } from 'zod';
import type { createWorkflowSchema } from '@/engine/index.ts';
import type { WorkflowRecord } from '@/engine/server.ts';
import { requireDefinitionSize } from './definition-size.ts';
import { ProblemError } from './problem-error.ts';
import type { Server } from './server.ts';

/** Tries for a free slug before a random ending is used. */
const NUMBERED = 20;

/**
 * Makes a workflow. A slug that was asked for must be free; one made from the name is numbered until it is.
 * @throws ProblemError slug_taken, body_too_large
 */
export async function createUniqueWorkflow(server: Server, { slug, ...rest }: z.infer<typeof createWorkflowSchema>): Promise<WorkflowRecord> {
  requireDefinitionSize(rest.definition);
  const { workflows, engine } = server;
  if (slug !== undefined) {
    const record = await workflows.create({ slug, ...rest }, engine.now());
    if (record === null) throw new ProblemError('slug_taken', `There is a workflow with the slug "${slug}" already. Choose another, or leave it out.`, { context: { slug } });
    return record;
  }
  const base = slugOf(rest.definition.name);
  for (let number = 1; number <= NUMBERED; number += 1) {
    const record = await workflows.create({ slug: number === 1 ? base : `${base}-${number}`, ...rest }, engine.now());
    if (record !== null) return record;
  }
  return createUniqueWorkflow(server, { slug: `${base}-${crypto.randomUUID().slice(0, 8)}`, ...rest });
}

/** A slug from a name: letters without their marks, digits, and dashes between the words. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return slug === '' ? 'workflow' : slug;
}
