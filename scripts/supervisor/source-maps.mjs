// Loaded into every worker. Traces of a bundle name the sources it was made of, as with `--enable-source-maps`; but that
// reads the map of every file that is loaded, those of packages included, which is a seventh of a worker's memory. Here
// the map of a bundle is read when somebody asks for a trace through it.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const maps = new Map();

Error.prepareStackTrace = (error, sites) => [headOf(error), ...sites.map((site) => `    at ${placeOf(site)}`)].join('\n');

function headOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

function placeOf(site) {
  const told = String(site);
  const file = site.getFileName?.();
  const line = site.getLineNumber?.();
  const column = site.getColumnNumber?.();
  if (typeof file !== 'string' || line == null || column == null || !file.startsWith('file://') || file.includes('/node_modules/')) return told;
  const { originalSource, originalLine, originalColumn } = mapOf(file)?.findEntry(line - 1, column - 1) ?? {};
  if (originalSource === undefined) return told;
  return told.replace(`${file}:${line}:${column}`, `${resolve(dirname(fileURLToPath(file)), originalSource)}:${originalLine + 1}:${originalColumn + 1}`);
}

function mapOf(file) {
  if (!maps.has(file)) maps.set(file, readMap(file));
  return maps.get(file);
}

function readMap(file) {
  try {
    return new SourceMap(JSON.parse(readFileSync(fileURLToPath(`${file}.map`), 'utf8')));
  } catch {
    // A file without a map beside it is its own source.
    return null;
  }
}
