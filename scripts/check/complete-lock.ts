import { readFileSync, writeFileSync } from 'node:fs';
import { completeLock, readLock } from './lock-file.ts';

/** `npx tsx scripts/check/complete-lock.ts`, after an install, when the lock's test asks for it. */
const file = new URL('../../package-lock.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(completeLock(readLock(readFileSync(file, 'utf8'))), null, 2)}\n`);
