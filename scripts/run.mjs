// The entry of every npm command. Plain JavaScript on Node's own modules: it runs in a clone where nothing is installed yet.
// It installs what package-lock.json says and goes on in TypeScript, in this same process.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const COMMANDS = ['start', 'dev', 'worker', 'bench', 'check', 'test', 'build', 'shots', 'replay', 'chaos'];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`Heddle needs Node 20.19 or newer; this is ${process.versions.node}.`);

const command = process.argv[2] ?? '';
if (!COMMANDS.includes(command)) fail(`Usage: node scripts/run.mjs ${COMMANDS.join(' | ')}`);

process.chdir(root);
if (!isInstalled()) await install();
const { register } = await import('tsx/esm/api');
register();
const { run } = await import(`./commands/${command}.ts`);
await run(process.argv.slice(3));

/** Whether node_modules holds the versions that package-lock.json names. Times of files say nothing after a clone or a pull. */
function isInstalled() {
  const wanted = join(root, 'package-lock.json');
  const present = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(present)) return false;
  try {
    const installed = JSON.parse(readFileSync(present, 'utf8')).packages;
    return Object.entries(JSON.parse(readFileSync(wanted, 'utf8')).packages).every(([path, entry]) => {
      if (path === '') return true;
      const other = installed[path];
      if (other === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true;
      return other.version === entry.version && (other.integrity ?? '') === (entry.integrity ?? '');
    });
  } catch {
    return false;
  }
}

async function install() {
  say('Installing packages; this takes a minute or two the first time.');
  const npm = process.env.npm_execpath;
  const [program, ...before] = npm !== undefined && /npm-cli\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  // Production settings around us must not cost the build its tools.
  const env = { ...process.env, NODE_ENV: 'development', npm_config_omit: '' };
  const child = spawn(program, [...before, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      child.kill(signal);
      process.exit(130);
    });
  }
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += chunk));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      words += error.message;
      resolve(1);
    });
    child.once('exit', (status) => resolve(status ?? 1));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  if (code !== 0) fail(`The packages could not be installed. npm said:\n${words.trim()}`);
}

function say(message) {
  // What is not read by a person is one JSON object a line.
  const plain = process.stdout.isTTY || command === 'test' || command === 'check' || command === 'bench' || command === 'chaos';
  process.stdout.write(plain ? `${message}\n` : `${JSON.stringify({ level: 30, time: Date.now(), process: command, msg: message })}\n`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
