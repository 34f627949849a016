import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The release, as package.json says. */
export const VERSION: string = readVersion();

function readVersion(): string {
  try {
    const { version }: { version?: unknown } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8'));
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
