import { createCatalogue, type Shapes } from '../definition/catalogue.ts';
import { NODE_TYPES } from './registry.ts';

/** The catalogue without the schemas of parameters, and without the library that checks them: for pages that only read. */
export const shapes: Shapes = createCatalogue(NODE_TYPES.map((type) => type.shape));
