import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definitionSchema, jsonSchema, type Definition, type Json } from '../engine/index.ts';

/** A system that ships with Heddle: drawn, with an input to try and a page that explains it. */
export type Example = {
  /** Fixed: tests and links name it. */
  slug: string;
  definition: Definition;
  sampleInput: Json;
  /** Markdown. */
  page: string;
};

/** Order of the gallery; a workflow that another one runs comes before it. */
const FILES: readonly { slug: string; folder: string; definition: string; input: string; page: string }[] = [
  example('greeting'),
  example('notification'),
  example('monthly-report'),
  example('order-processing'),
  example('booking-saga'),
  { slug: 'parent-and-children-child', folder: 'parent-and-children', definition: 'child.json', input: 'child-input.json', page: 'child.md' },
  example('parent-and-children'),
  example('company-strategy-analysis'),
  example('exploration'),
  { slug: 'dialectical-simulation-round', folder: 'dialectical-simulation', definition: 'round.json', input: 'round-input.json', page: 'round.md' },
  example('dialectical-simulation'),
  example('purchase'),
  example('risk-assessment'),
  example('document-analysis'),
  example('strategy-dag'),
  example('strategy-research'),
  example('strategy-supervisor'),
  example('strategy-debate'),
  example('composition'),
  example('upgrade'),
];

function example(slug: string): (typeof FILES)[number] {
  return { slug, folder: slug, definition: 'definition.json', input: 'input.json', page: 'README.md' };
}

let loaded: Promise<readonly Example[]> | null = null;

/**
 * All examples, read once per process.
 * @param root folder that holds `examples/`; the programs of Heddle run in it
 * @throws Error naming the file that cannot be read
 */
export function loadExamples(root: string = process.cwd()): Promise<readonly Example[]> {
  loaded ??= Promise.all(FILES.map((files) => load(root, files))).catch((error: unknown) => {
    loaded = null;
    throw error;
  });
  return loaded;
}

async function load(root: string, files: (typeof FILES)[number]): Promise<Example> {
  // Read at run time and not imported: what starts them should not have to be built anew when an example changes.
  const folder = join(/* turbopackIgnore: true */ root, 'examples', files.folder);
  if (!existsSync(folder)) throw new Error(`The examples are not where they should be: ${folder} is missing.`);
  const [definition, input, page] = await Promise.all([files.definition, files.input, files.page].map((file) => readFile(join(/* turbopackIgnore: true */ folder, file), 'utf8')));
  return { slug: files.slug, definition: definitionSchema.parse(JSON.parse(definition!)), sampleInput: jsonSchema.parse(JSON.parse(input!)), page: page! };
}
