import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Import = { line: number; specifier: string; typeOnly: boolean; reExport: boolean };

/** Path from the root, with `/`, to the text of each of our own sources. */
export type Sources = ReadonlyMap<string, string>;

const FOLDERS = ['app', 'bench', 'chaos', 'components', 'e2e', 'engine', 'examples', 'scripts'];

/** Every TypeScript file of ours; what is generated is left out. */
export function readSources(root = join(dirname(fileURLToPath(import.meta.url)), '../..')): Sources {
  const sources = new Map<string, string>();
  for (const folder of FOLDERS) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = posix.join(entry.parentPath.slice(root.length + 1).replaceAll('\\', '/'), entry.name);
      if (entry.isFile() && /\.(ts|tsx|mts)$/.test(path) && !path.includes('/generated/')) sources.set(path, readFileSync(join(root, path), 'utf8'));
    }
  }
  return sources;
}

const STATEMENT = /^[ \t]*(import|export)\b([^;'"`]*?)\bfrom\s*['"]([^'"]+)['"]|^[ \t]*import\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** The imports and re-exports of a source, in order. Comments do not count. */
export function importsOf(text: string): Import[] {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const imports = parseImports(text);
  parsed.set(text, imports);
  return imports;
}

const parsed = new Map<string, Import[]>();

function parseImports(text: string): Import[] {
  const code = withoutComments(text);
  return [...code.matchAll(STATEMENT)].map((match) => {
    const [whole, keyword, clause = '', from, bare, dynamic] = match;
    const start = match.index + (whole.length - whole.trimStart().length);
    return { line: lineAt(code, start), specifier: from ?? bare ?? dynamic ?? '', typeOnly: /^\s*type\b/.test(clause), reExport: keyword === 'export' };
  });
}

/** The file a specifier names, from the root; undefined for a package. */
export function resolveSpecifier(from: string, specifier: string, sources: Sources): string | undefined {
  const path = specifier.startsWith('@/') ? specifier.slice(2) : specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
  if (path === undefined) return undefined;
  for (const candidate of [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`]) if (sources.has(candidate)) return candidate;
  return path;
}

/** The name of the package that a specifier names: `node:fs`, `zod`, `@xyflow/react`. */
export function packageOf(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Blanks comments and keeps every line where it is. Strings are passed over, so that `"//"` in one stays. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part));
}
