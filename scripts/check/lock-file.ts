import { z } from 'zod';

const lockSchema = z.object({ packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })) });
type Lock = z.infer<typeof lockSchema>;

/** Reads a lock as it stands: what is written back keeps every field and its order. */
export function readLock(text: string): Lock {
  const value = JSON.parse(text) as Lock;
  lockSchema.parse(value);
  return value;
}

/** Optional packages of other platforms that a lock must name, or `npm ci` refuses it there. */
export function missingFromLock(lock: Lock): { path: string; name: string; version: string }[] {
  const missing = new Map<string, { path: string; name: string; version: string }>();
  for (const [owner, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isFound(lock, owner, name)) missing.set(`node_modules/${name}`, { path: `node_modules/${name}`, name, version });
    }
  }
  return [...missing.values()];
}

/** As Node looks: in the owner's own node_modules, then in those above it. */
function isFound(lock: Lock, owner: string, name: string): boolean {
  for (let at = owner; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at}${at === '' ? '' : '/'}node_modules/${name}` in lock.packages) return true;
    if (at === '') return false;
    if (!at.includes('/node_modules/')) at = '';
    if (at === '') return `node_modules/${name}` in lock.packages;
  }
}

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/**
 * Adds what is missing, with system and processor read from the package's name.
 * An npm that could not see such a package when it wrote the lock leaves it out.
 */
export function completeLock(lock: Lock): Lock {
  const added = missingFromLock(lock).map(({ path, name, version }) => {
    const words = name.replace('windows', 'win32').split(/[/.-]/);
    const os = SYSTEMS.filter((system) => words.includes(system));
    const cpu = PROCESSORS.filter((processor) => words.includes(processor));
    if (cpu.length === 0 && words.some((word) => /^arm(v7|v6)?$/.test(word))) cpu.push('arm');
    if (!/^\d+\.\d+\.\d+/.test(version) || os.length + cpu.length === 0) throw new Error(`${name}@${version} is missing and its platform cannot be told from its name. Run npm install where the registry has it.`);
    const libc = words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : words.some((word) => word.startsWith('gnu')) ? { libc: ['glibc'] } : {};
    return [path, { version, ...(cpu.length > 0 ? { cpu } : {}), ...libc, optional: true, ...(os.length > 0 ? { os } : {}) }] as const;
  });
  return { ...lock, packages: Object.fromEntries([...Object.entries(lock.packages), ...added].sort(([a], [b]) => a.localeCompare(b, 'en'))) };
}
