import type { Connections } from './pool.ts';

/** What every verb is given: the connections, the workspace and the name of this process. */
export type Scope = { db: Connections; workspaceId: string; process: string; now: () => number };
