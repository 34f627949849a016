import { lazy } from 'react';

/** Most runs never need it: it is fetched when a step has waited too long. */
export const NobodyTakes = lazy(async () => ({ default: (await import('./nobody-takes.tsx')).NobodyTakes }));
