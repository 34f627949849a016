import { randomUUID } from 'node:crypto';
import type { Json } from '../definition/json.ts';
import { documentSchema } from '../definition/read.ts';
import type { Definition } from '../definition/schema.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { syncTriggers } from './sync-triggers.ts';
import { hashBehaviour, hashDocument, isSameDocument } from './workflow-hash.ts';

/** A workflow without its draft, as lists show it. Instants are epoch ms. */
export type WorkflowRow = {
  id: string;
  slug: string;
  name: string;
  description: string;
  folder: string | null;
  tags: string[];
  revision: number;
  latestVersion: number | null;
  hasUnpublishedChanges: boolean;
  example: boolean;
  nodeCount: number;
  createdAt: number;
  updatedAt: number;
};
export type WorkflowRecord = WorkflowRow & { draft: Definition };
export type VersionRow = { number: number; note: string; createdAt: number; hash: string; nodeCount: number; runs: number };
export type VersionRecord = VersionRow & { definition: Definition };

export type WorkflowFilter = { text?: string; folder?: string; tag?: string };
export type NewWorkflow = { slug: string; definition: Definition; folder?: string | null; tags?: string[]; example?: boolean };
export type SavedDraft = { definition: Definition; folder?: string | null; tags?: string[] };

/**
 * Workflows, their drafts and their versions: the one writer of `workflows` and `workflow_versions`.
 * With each version the triggers of the workflow become those that are drawn in it.
 * `idOrSlug` takes either everywhere. `now` is epoch ms of Postgres time.
 */
export type WorkflowStore = {
  /** Newest change first. @returns null when the cursor is not one of ours */
  list(filter: WorkflowFilter, page: { limit: number; cursor?: string | undefined }): Promise<{ items: WorkflowRow[]; nextCursor: string | null } | null>;
  find(idOrSlug: string): Promise<WorkflowRecord | null>;
  /** @returns null when the slug is taken */
  create(workflow: NewWorkflow, now: number): Promise<WorkflowRecord | null>;
  /** Saves only over the revision that was read. @returns the draft as it stands now when it has moved on; null when there is no such workflow */
  saveDraft(idOrSlug: string, revision: number, draft: SavedDraft, now: number): Promise<{ saved: boolean; workflow: WorkflowRecord } | null>;
  /** Takes the workflow and its versions away; runs keep their definitions. @returns the number of open runs that forbid it */
  remove(id: string): Promise<{ removed: boolean; openRuns: number }>;
  /** Makes the draft the next version, unless it equals the latest one. @returns null when there is no such workflow */
  publish(id: string, note: string, now: number): Promise<{ created: boolean; version: VersionRow; triggersChanged: boolean } | null>;
  listVersions(id: string, page: { limit: number; before: number | null }): Promise<VersionRow[]>;
  readVersion(id: string, number: number): Promise<VersionRecord | null>;
  /** The definition of a version, from memory when it was read lately: versions never change. */
  definitionOf(id: string, number: number): Promise<Definition | null>;
};

/** Definitions of versions kept in memory; the least lately used goes first. */
const CACHED_DEFINITIONS = 100;

const OPEN_STATUSES = ['queued', 'running', 'paused', 'compensating'];
const ROW_FIELDS = { id: true, slug: true, name: true, description: true, folder: true, tags: true, revision: true, latestVersion: true, latestHash: true, draftHash: true, example: true, nodeCount: true, createdAt: true, updatedAt: true } as const;
type StoredRow = Prisma.WorkflowGetPayload<{ select: typeof ROW_FIELDS }>;

export function createWorkflowStore(prisma: PrismaClient, workspaceId: string): WorkflowStore {
  const find = async (idOrSlug: string): Promise<WorkflowRecord | null> => {
    const row = await prisma.workflow.findFirst({ where: { workspaceId, OR: [{ id: idOrSlug }, { slug: idOrSlug }] } });
    return row === null ? null : toRecord(row);
  };

  const versions = new Map<string, Definition>();

  return {
    find,

    async definitionOf(id, number) {
      const key = `${id}@${number}`;
      let definition = versions.get(key);
      if (definition === undefined) {
        const row = await prisma.workflowVersion.findUnique({ where: { workspaceId_workflowId_number: { workspaceId, workflowId: id, number } }, include: { definition: true } });
        if (row === null) return null;
        definition = toDefinition(row.definition.document);
      }
      versions.delete(key);
      versions.set(key, definition);
      if (versions.size > CACHED_DEFINITIONS) versions.delete(versions.keys().next().value!);
      return definition;
    },

    async list({ text, folder, tag }, { limit, cursor }) {
      const key = readCursor(cursor, ['number', 'string']);
      if (key === null && cursor !== undefined) return null;
      const after = key === null ? undefined : { updatedAt: BigInt(Number(key[0])), id: String(key[1]) };
      const like = text === undefined ? undefined : { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const };
      const rows = await prisma.workflow.findMany({
        select: ROW_FIELDS,
        where: {
          workspaceId,
          ...(folder === undefined ? {} : { folder }),
          ...(tag === undefined ? {} : { tags: { has: tag } }),
          AND: [
            ...(like === undefined ? [] : [{ OR: [{ name: like }, { slug: like }, { description: like }] }]),
            ...(after === undefined ? [] : [{ OR: [{ updatedAt: { lt: after.updatedAt } }, { updatedAt: after.updatedAt, id: { lt: after.id } }] }]),
          ],
        },
        orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      const items = rows.slice(0, limit).map(toRow);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor([last.updatedAt, last.id]) : null };
    },

    async create({ slug, definition, folder, tags, example }, now) {
      try {
        const row = await prisma.workflow.create({
          data: { workspaceId, id: `wf_${randomUUID()}`, slug, folder: folder ?? null, tags: tags ?? [], example: example ?? false, ...draftColumns(definition), createdAt: BigInt(now), updatedAt: BigInt(now) },
        });
        return toRecord(row);
      } catch (error) {
        if (isUniqueViolation(error)) return null;
        throw error;
      }
    },

    async saveDraft(idOrSlug, revision, { definition, folder, tags }, now) {
      const [row] = await prisma.workflow.updateManyAndReturn({
        where: { workspaceId, revision, OR: [{ id: idOrSlug }, { slug: idOrSlug }] },
        data: { ...draftColumns(definition), ...(folder === undefined ? {} : { folder }), ...(tags === undefined ? {} : { tags }), revision: { increment: 1 }, updatedAt: BigInt(now) },
      });
      if (row !== undefined) return { saved: true, workflow: toRecord(row) };
      const workflow = await find(idOrSlug);
      return workflow === null ? null : { saved: false, workflow };
    },

    async remove(id) {
      return prisma.$transaction(async (tx) => {
        const openRuns = await tx.run.count({ where: { workspaceId, workflowId: id, status: { in: OPEN_STATUSES } } });
        if (openRuns > 0) return { removed: false, openRuns };
        const { count } = await tx.workflow.deleteMany({ where: { workspaceId, id } });
        return { removed: count > 0, openRuns: 0 };
      });
    },

    async publish(id, note, now) {
      return prisma.$transaction(async (tx) => {
        // Two who publish at once must not both become the same number.
        await tx.$queryRaw`select from workflows where workspace_id = ${workspaceId} and id = ${id} for update`;
        const row = await tx.workflow.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
        if (row === null) return null;
        const draft = toRecord(row).draft;
        const latest = row.latestVersion === null ? null : await tx.workflowVersion.findUnique({ where: { workspaceId_workflowId_number: { workspaceId, workflowId: id, number: row.latestVersion } }, include: { definition: true } });
        if (latest !== null && isSameDocument(draft, toDefinition(latest.definition.document))) {
          const runs = await tx.run.count({ where: { workspaceId, workflowId: id, version: latest.number } });
          return { created: false, version: toVersionRow(latest, runs), triggersChanged: false };
        }
        const number = (row.latestVersion ?? 0) + 1;
        const definitionId = hashDocument(draft);
        await tx.definitionDocument.createMany({ data: [{ workspaceId, id: definitionId, document: row.draft as Prisma.InputJsonValue, createdAt: BigInt(now) }], skipDuplicates: true });
        const version = await tx.workflowVersion.create({ data: { workspaceId, workflowId: id, number, definitionId, hash: row.draftHash, note, nodeCount: row.nodeCount, createdAt: BigInt(now) } });
        await tx.workflow.update({ where: { workspaceId_id: { workspaceId, id } }, data: { latestVersion: number, latestHash: row.draftHash } });
        const triggersChanged = await syncTriggers(tx, workspaceId, id, draft, now);
        return { created: true, version: toVersionRow(version, 0), triggersChanged };
      });
    },

    async listVersions(id, { limit, before }) {
      const rows = await prisma.workflowVersion.findMany({ where: { workspaceId, workflowId: id, ...(before === null ? {} : { number: { lt: before } }) }, orderBy: { number: 'desc' }, take: limit });
      const counts = await prisma.run.groupBy({ by: ['version'], where: { workspaceId, workflowId: id, version: { in: rows.map((row) => row.number) } }, _count: true });
      const runs = new Map(counts.map((entry) => [entry.version, entry._count]));
      return rows.map((row) => toVersionRow(row, runs.get(row.number) ?? 0));
    },

    async readVersion(id, number) {
      const row = await prisma.workflowVersion.findUnique({ where: { workspaceId_workflowId_number: { workspaceId, workflowId: id, number } }, include: { definition: true } });
      if (row === null) return null;
      const runs = await prisma.run.count({ where: { workspaceId, workflowId: id, version: number } });
      return { ...toVersionRow(row, runs), definition: toDefinition(row.definition.document) };
    },
  };
}

function draftColumns(definition: Definition) {
  return {
    name: definition.name,
    description: definition.description ?? '',
    draft: definition as unknown as Prisma.InputJsonObject, // a definition is JSON by its schema; Prisma's type cannot tell optional from undefined
    draftHash: hashBehaviour(definition),
    nodeCount: definition.nodes.length,
  };
}

function toRow(row: StoredRow): WorkflowRow {
  const { latestHash, draftHash, createdAt, updatedAt, ...rest } = row;
  return { ...rest, hasUnpublishedChanges: latestHash !== draftHash, createdAt: Number(createdAt), updatedAt: Number(updatedAt) };
}

function toRecord(row: Prisma.WorkflowGetPayload<object>): WorkflowRecord {
  const { draft, workspaceId: _workspaceId, ...rest } = row;
  return { ...toRow(rest), draft: toDefinition(draft) };
}

/** What is stored was parsed before; reading it again brings older formats to the current one and fills in what later releases added. */
function toDefinition(document: Json | Prisma.JsonValue): Definition {
  return documentSchema.parse(document);
}

function toVersionRow(row: Prisma.WorkflowVersionGetPayload<object>, runs: number): VersionRow {
  return { number: row.number, note: row.note, createdAt: Number(row.createdAt), hash: row.hash, nodeCount: row.nodeCount, runs };
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
