import { withEditorPlaces } from './places.ts';
import { FORMAT_VERSION } from './schema.ts';

/** Turns a document of one format into one of the next. The keys are the formats it takes. */
export type UpgradeSteps = Readonly<Record<number, (document: Record<string, unknown>) => Record<string, unknown>>>;

/** None yet: format 1 is the first. A step is added here, with a golden document, whenever `FORMAT_VERSION` rises. */
export const UPGRADE_STEPS: UpgradeSteps = {};

export type Upgraded = { ok: true; document: unknown; upgradedFrom: number | null } | { ok: false; message: string };

/**
 * Brings a document of any known format to the current one, each member where it is kept. Shape is not checked here; what has no readable format
 * number goes through unchanged, so that the check of the shape names it.
 */
export function upgradeDefinition(document: unknown, steps: UpgradeSteps = UPGRADE_STEPS): Upgraded {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return { ok: true, document, upgradedFrom: null };
  const { heddle } = document as { heddle?: unknown };
  if (typeof heddle !== 'number' || !Number.isInteger(heddle) || heddle === FORMAT_VERSION) return { ok: true, document: withEditorPlaces(document), upgradedFrom: null };
  if (heddle > FORMAT_VERSION) return { ok: false, message: `This definition has format ${heddle}; this version of Heddle reads formats up to ${FORMAT_VERSION}. Update Heddle.` };
  let current = document as Record<string, unknown>;
  for (let format = heddle; format < FORMAT_VERSION; format++) {
    const step = steps[format];
    if (!step) return { ok: false, message: `This definition has format ${heddle}, which nothing reads any more.` };
    current = { ...step(structuredClone(current)), heddle: format + 1 };
  }
  return { ok: true, document: withEditorPlaces(current), upgradedFrom: heddle };
}
