import { lazy, type ComponentProps, type ComponentType } from 'react';
import type { NobodyTakes as Note } from './nobody-takes.tsx';

const nothing: ComponentType<ComponentProps<typeof Note>> = () => null;

/** Most runs never need it: it is fetched when a step has waited too long. Where it cannot be fetched the page does without. */
export const NobodyTakes = lazy(async () => ({ default: await import('./nobody-takes.tsx').then((module) => module.NobodyTakes, () => nothing) }));
