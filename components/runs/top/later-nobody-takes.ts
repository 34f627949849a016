import { lazy } from 'react';
import { patiently } from '@/components/ui/patiently.ts';

/** Most runs never need it: it is fetched when a step has waited too long. */
export const NobodyTakes = lazy(async () => ({ default: (await patiently(() => import('./nobody-takes.tsx'))).NobodyTakes }));
