import { describe, expect, it } from 'vitest';
import { checkArrows } from '../scripts/check/arrows.ts';
import { readSources } from '../scripts/check/imports.ts';

const sources = readSources();

/** The real sources with one file changed or added. */
function withFile(path: string, text: string): string[] {
  return checkArrows(new Map([...sources, [path, text]])).filter((breach) => breach.startsWith(`${path}:`));
}

describe('the arrows of docs/architecture.md', () => {
  it('are kept by every import', () => {
    expect(sources.size).toBeGreaterThan(50);
    expect(checkArrows(sources)).toEqual([]);
  });

  it.each([
    ['engine/core/knot.ts', "\nimport { z } from 'zod';", 'engine/core/knot.ts:2 imports the package zod; engine/core may not.'],
    ['engine/core/knot.ts', "import type { Engine } from '../runtime/engine.ts';", 'engine/core/knot.ts:1 imports engine/runtime/engine.ts; engine/core may not.'],
    ['engine/core/knot.ts', '/* why */\n\nexport const at = Date.now();', 'engine/core/knot.ts:3 uses Date.now; the core takes its time and its chance as arguments.'],
    ['engine/core/knot.ts', 'export const at = new Date( );', 'engine/core/knot.ts:1 uses new Date( ); the core takes its time and its chance as arguments.'],
    ['engine/definition/knot.ts', 'export const n = 1;\nexport const luck = Math.random();', 'engine/definition/knot.ts:2 uses Math.random; the core takes its time and its chance as arguments.'],
    ['engine/definition/knot.ts', "import { parse } from '@marcbachmann/cel-js';", 'engine/definition/knot.ts:1 imports the package @marcbachmann/cel-js; engine/definition may not.'],
    ['engine/definition/knot.ts', "export { catalogue } from '../nodes/catalogue.ts';\nexport const x = 1;", 'engine/definition/knot.ts:1 imports engine/nodes/catalogue.ts; engine/definition may not.'],
    ['engine/postgres/knot.ts', "import {\n  a,\n  b,\n} from '../runtime/engine.ts';", 'engine/postgres/knot.ts:1 imports engine/runtime/engine.ts; an adapter may not.'],
    ['engine/nodes/http/run.ts', "import { advance } from '../../core/advance.ts';", 'engine/nodes/http/run.ts:1 imports engine/core/advance.ts; a runner may not.'],
    ['engine/runtime/knot.ts', "const page = await import('../../app/_server/env.ts');", 'engine/runtime/knot.ts:1 imports app/_server/env.ts; nothing imports app.'],
    ['engine/knot.ts', "import { createTestDatabase } from './testing/database.ts';", 'engine/knot.ts:1 imports engine/testing/database.ts; a face of the engine may not.'],
    ['components/canvas/knot.tsx', "import { advance } from '@/engine/core/advance.ts';", 'components/canvas/knot.tsx:1 imports engine/core/advance.ts; components may not.'],
    ['components/canvas/knot.tsx', "import { readFileSync } from 'node:fs';", 'components/canvas/knot.tsx:1 imports node:fs; components run in the browser.'],
    ['engine/ports/knot.ts', "export { readSources } from '../core/status.ts';", 'engine/ports/knot.ts:1 only re-exports; there are no barrels inside engine/.'],
    ['engine/ports/knot.ts', "export * from '../core/status.ts';", 'engine/ports/knot.ts:1 hands on a whole module; there are no barrels inside engine/.'],
    ['engine/core/knot.ts', "import './knot.ts';", 'engine/core/knot.ts:1 closes a cycle: engine/core/knot.ts → engine/core/knot.ts.'],
    ['engine/definition/json.ts', "import { readFile } from 'node:fs/promises';", 'engine/definition/json.ts:1 imports node:fs/promises and is reached from engine/index.ts, which runs in the browser.'],
    ['lost/knot.ts', '', 'lost/knot.ts:1 stands in no room of docs/architecture.md.'],
  ])('are guarded in %s against %j', (path, text, breach) => {
    expect(withFile(path, text)).toContain(breach);
  });

  it('does not take a comment or a text for an import', () => {
    expect(withFile('engine/core/knot.ts', "// import { z } from 'zod';\n/* Date.now() */\nexport const text = 'Date.now() // process.env';")).toEqual([]);
  });
});
