import { builtinModules } from 'node:module';
import { importsOf, lineAt, packageOf, resolveSpecifier, withoutComments, type Sources } from './imports.ts';

/** What may import what. The first room whose pattern matches a file is its room. */
type Room = {
  name: string;
  files: RegExp;
  /** Files of ours it may import. */
  may: RegExp;
  /** Packages it may import; undefined: any. */
  packages?: RegExp;
};

const NONE = /^(?!)/;
const BROWSER_PACKAGES = /^(zod)$/;
const NODE_BUILTIN = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

const ROOMS: Room[] = [
  { name: 'engine/definition/expressions', files: /^engine\/definition\/expressions\//, may: /^engine\/definition\//, packages: /^(zod|@marcbachmann\/cel-js)$/ },
  { name: 'engine/definition/json-schema.ts', files: /^engine\/definition\/json-schema\.ts$/, may: /^engine\/definition\//, packages: /^@cfworker\/json-schema$/ },
  { name: 'engine/definition', files: /^engine\/definition\//, may: /^engine\/definition\//, packages: /^zod$/ },
  { name: 'engine/core', files: /^engine\/core\//, may: /^engine\/(core|definition)\//, packages: NONE },
  { name: 'engine/ports', files: /^engine\/ports\//, may: /^engine\/(ports|core|definition)\//, packages: NONE },
  { name: 'engine/contract', files: /^engine\/contract\//, may: /^engine\/(contract|core|definition)\//, packages: BROWSER_PACKAGES },
  { name: 'a runner', files: /^engine\/nodes\/(([^/]+\/)+(run|[^/]*\.(thread|server))\.ts|runners?\.ts)$/, may: /^engine\/(nodes|ports)\/|^engine\/definition\/(json|duration)\.ts$/ },
  { name: 'engine/nodes', files: /^engine\/nodes\//, may: /^engine\/(nodes|definition|ports)\// },
  { name: 'engine/runtime', files: /^engine\/runtime\//, may: /^engine\/(runtime|ports|core|definition)\// },
  { name: 'an adapter', files: /^engine\/(postgres|bullmq|live)\//, may: /^engine\/(postgres|bullmq|live|ports|core|definition)\// },
  { name: 'engine/testing', files: /^engine\/(testing|crash)\//, may: /^engine\// },
  { name: 'engine/index.ts', files: /^engine\/index\.ts$/, may: /^engine\/(contract|core|definition|nodes)\//, packages: BROWSER_PACKAGES },
  { name: 'a face of the engine', files: /^engine\/[^/]+\.ts$/, may: /^engine\/(?!testing\/)/ },
  { name: 'components', files: /^components\//, may: /^(components\/|engine\/index\.ts$)/ },
  { name: 'app', files: /^app\//, may: /^(app|components|examples|engine\/contract)\/|^engine\/(index|server)\.ts$/ },
  { name: 'examples', files: /^examples\//, may: /^(examples\/|engine\/index\.ts$)/ },
  { name: 'bench', files: /^bench\//, may: /^(bench|scripts|examples)\/|^engine\/(index|server)\.ts$/ },
  { name: 'chaos', files: /^chaos\//, may: /^(chaos|scripts|examples|bench\/measure|engine\/(testing|crash|core\/testing))\/|^engine\/(index|server|core\/advance)\.ts$/ },
  { name: 'scripts', files: /^scripts\//, may: /^scripts\/|^engine\/(index|server)\.ts$/ },
  { name: 'e2e', files: /^e2e\//, may: /^(e2e|scripts|examples)\/|^engine\/(index|server)\.ts$/ },
];

const FACES = /^engine\/(index|server|worker)\.ts$/;
const isTest = (path: string) => /\.(test|fixture)\.tsx?$/.test(path) || path.startsWith('engine/testing/');

/** Every breach of docs/architecture.md's arrows as `file:line sentence`. */
export function checkArrows(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => [...checkImports(path, text, sources), ...checkPurity(path, text), ...checkBarrel(path, text)]).concat(checkBrowserSafe(sources), checkCycles(sources));
}

function checkImports(path: string, text: string, sources: Sources): string[] {
  const room = ROOMS.find(({ files }) => files.test(path));
  if (room === undefined) return [`${path}:1 stands in no room of docs/architecture.md.`];
  return importsOf(text).flatMap(({ line, specifier }) => {
    const target = resolveSpecifier(path, specifier, sources);
    const at = `${path}:${line}`;
    if (target === undefined) {
      if (isTest(path)) return [];
      const name = packageOf(specifier);
      if (room.packages?.test(name) === false) return [`${at} imports the package ${name}; ${room.name} may not.`];
      if (room.name === 'components' && NODE_BUILTIN.has(name)) return [`${at} imports ${name}; components run in the browser.`];
      return [];
    }
    if (target.startsWith('app/') && !path.startsWith('app/')) return [`${at} imports ${target}; nothing imports app.`];
    if (isTest(path) || room.may.test(target) || /\.(css|json|md|svg)$/.test(target)) return [];
    return [`${at} imports ${target}; ${room.name} may not.`];
  });
}

const IMPURE = /\bDate\.now\b|\bnew Date\(\s*\)|(?<!new )\bDate\(|\bMath\.random\b|\bprocess\s*\.|\bperformance\s*\.|\bset(Timeout|Interval|Immediate)\b|\bconsole\s*\.|\bfetch\s*\(|\bglobalThis\b|\bIntl\s*\.|\.toLocale\w+|\bcrypto\s*\./g;

/** No clock, chance, environment, log, host locale or network in the pure rooms. */
function checkPurity(path: string, text: string): string[] {
  if (!/^engine\/(core|definition)\//.test(path) || isTest(path)) return [];
  const code = withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (part) => ' '.repeat(part.length));
  return [...code.matchAll(IMPURE)].map((match) => `${path}:${lineAt(code, match.index)} uses ${match[0].trim()}; the core takes its time and its chance as arguments.`);
}

/** A file of the engine that only hands on what others export. */
function checkBarrel(path: string, text: string): string[] {
  if (!path.startsWith('engine/') || FACES.test(path)) return [];
  const code = withoutComments(text);
  const star = /^\s*export\s*\*/m.exec(code);
  if (star) return [`${path}:${lineAt(code, star.index + star[0].length)} hands on a whole module; there are no barrels inside engine/.`];
  const rest = code.replace(/^\s*(import|export)\b[^;]*?\bfrom\s*['"][^'"]+['"];?/gm, '').trim();
  return rest === '' && importsOf(text).some(({ reExport }) => reExport) ? [`${path}:1 only re-exports; there are no barrels inside engine/.`] : [];
}

/** Whatever engine/index.ts reaches must run in a browser. */
function checkBrowserSafe(sources: Sources): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { line, specifier, typeOnly } of importsOf(sources.get(path) ?? '')) {
      if (typeOnly) continue;
      const target = resolveSpecifier(path, specifier, sources);
      if (target !== undefined) visit(target);
      else if (NODE_BUILTIN.has(packageOf(specifier)) || !/^(zod|@marcbachmann\/cel-js|@cfworker\/json-schema)$/.test(packageOf(specifier))) found.push(`${path}:${line} imports ${specifier} and is reached from engine/index.ts, which runs in the browser.`);
    }
  };
  if (sources.has('engine/index.ts')) visit('engine/index.ts');
  return found;
}

/** The rules of the decision call each other: a scope that ends may compensate, which opens a node, which may end a scope. */
const RECURSIVE = /^engine\/core\/decide\//;

/** Each cycle once, told at the import that closes it. Imports of types alone leave no trace when the code runs and do not count. */
function checkCycles(sources: Sources): string[] {
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const visit = (path: string) => {
    state.set(path, 'open');
    trail.push(path);
    for (const { line, specifier, typeOnly } of importsOf(sources.get(path) ?? '')) {
      const target = resolveSpecifier(path, specifier, sources);
      if (typeOnly || target === undefined || !sources.has(target) || (RECURSIVE.test(path) && RECURSIVE.test(target))) continue;
      if (state.get(target) === 'open') found.push(`${path}:${line} closes a cycle: ${[...trail.slice(trail.indexOf(target)), target].join(' → ')}.`);
      else if (!state.has(target)) visit(target);
    }
    trail.pop();
    state.set(path, 'done');
  };
  for (const path of sources.keys()) if (!state.has(path)) visit(path);
  return found;
}
