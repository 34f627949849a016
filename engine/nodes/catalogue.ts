import { createCatalogue, type Catalogue } from '../definition/catalogue.ts';
import { NODE_TYPES } from './registry.ts';

/** The node types of this build, in the order of the palette. Browser-safe; runners are in `runners.ts`. */
export const catalogue: Catalogue = createCatalogue(NODE_TYPES.map((type) => type.spec));
