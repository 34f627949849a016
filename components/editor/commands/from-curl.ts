import type { Json, JsonObject } from '@/engine/index.ts';

/** What a cURL command asks for, as the parameters of an `http` step. `leftOut` names what a step cannot or must not take over. */
export type CurlRequest = { params: JsonObject; name: string; startToClose: string | null; leftOut: readonly LeftOut[] };
export type LeftOut = { what: 'credentials' | 'file' | 'option'; name: string };

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']);
const LONGEST = 200_000;

/** A header of this name says who somebody is: it does not belong in a definition, which others read. */
const SECRET = /^(authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth-token)$/i;

/** Options that take a value, each under its long name. */
const VALUED: Readonly<Record<string, string>> = {
  '-X': '--request', '-H': '--header', '-d': '--data', '-u': '--user', '-A': '--user-agent', '-b': '--cookie', '-e': '--referer', '-F': '--form', '-m': '--max-time', '-T': '--upload-file',
  '-o': '--output', '-x': '--proxy', '-c': '--cookie-jar', '-w': '--write-out', '-E': '--cert', '-K': '--config', '-y': '--speed-time', '-Y': '--speed-limit', '-r': '--range',
};
const VALUED_LONG = new Set([
  ...Object.values(VALUED), '--url', '--json', '--data-raw', '--data-binary', '--data-ascii', '--data-urlencode', '--oauth2-bearer', '--connect-timeout', '--retry', '--retry-delay', '--retry-max-time',
  '--cacert', '--capath', '--key', '--resolve', '--interface', '--max-redirs', '--form-string', '--aws-sigv4', '--ciphers', '--dns-servers', '--limit-rate', '--proxy-user', '--url-query', '--unix-socket', '--abstract-unix-socket', '--pinnedpubkey', '--tls-max', '--proto', '--noproxy', '--socks5', '--preproxy', '--netrc-file', '--doh-url', '--stderr', '--trace',
]);
/** What changes how the command prints or connects, not what it asks for: of no use to a step. */
const SILENT = new Set([
  '-s', '-S', '-L', '-i', '-v', '-k', '-g', '-f', '-N', '-#', '-q', '--silent', '--show-error', '--location', '--include', '--verbose', '--insecure', '--globoff', '--fail', '--no-buffer', '--compressed', '--http1.1', '--http2', '--http3',
  '--progress-bar', '--tlsv1.2', '--tlsv1.3', '--ipv4', '--ipv6', '-4', '-6', '--no-progress-meter', '--fail-with-body', '--output', '--write-out', '--connect-timeout', '--retry', '--retry-delay', '--retry-max-time', '--max-redirs', '--limit-rate',
]);

/** Reads one cURL command, as browsers and documentation write it. Null when the text is something else. */
export function readCurl(text: string): CurlRequest | null {
  if (text.length > LONGEST || !/^\s*(\$\s+)?curl(\.exe)?\s/i.test(text)) return null;
  const words = wordsOf(text.replace(/^\s*\$\s+/, ''));
  if (words === null) return null;
  const given = readOptions(words.slice(1));
  if (given.url === null) return null;
  return requestOf(given, given.url);
}

type Given = { url: string | null; method: string | null; headers: [string, string][]; data: string[]; json: boolean; inQuery: boolean; head: boolean; query: string[]; maxTime: string | null; leftOut: LeftOut[] };

function readOptions(words: readonly string[]): Given {
  const given: Given = { url: null, method: null, headers: [], data: [], json: false, inQuery: false, head: false, query: [], maxTime: null, leftOut: [] };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!word.startsWith('-') || word === '-') {
      given.url ??= word;
      continue;
    }
    // `-sSXPOST`: short options stand together, and the last may have its value in the same word.
    for (const [option, inside] of apart(word)) {
      const long = VALUED[option] ?? option;
      const value = VALUED_LONG.has(long) ? (inside ?? words[++at] ?? '') : null;
      take(given, long, value);
    }
  }
  return given;
}

function apart(word: string): [option: string, inside: string | null][] {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals < 0 ? [[word, null]] : [[word.slice(0, equals), word.slice(equals + 1)]];
  }
  const found: [string, string | null][] = [];
  for (let at = 1; at < word.length; at++) {
    const option = `-${word.charAt(at)}`;
    if (VALUED[option] === undefined) found.push([option, null]);
    else {
      const rest = word.slice(at + 1);
      found.push([option, rest === '' ? null : rest]);
      break;
    }
  }
  return found;
}

function take(given: Given, option: string, value: string | null): void {
  const leave = (what: LeftOut['what']): void => void given.leftOut.push({ what, name: option });
  switch (option) {
    case '--url':
      given.url ??= value;
      return;
    case '--request':
      given.method = (value ?? '').toUpperCase();
      return;
    case '--header':
      return header(given, value ?? '');
    case '--user-agent':
      return header(given, `User-Agent: ${value}`);
    case '--referer':
      return header(given, `Referer: ${value}`);
    case '--user':
    case '--cookie':
    case '--oauth2-bearer':
    case '--cert':
    case '--key':
    case '--proxy-user':
    case '--aws-sigv4':
      return leave('credentials');
    case '--json':
      given.json = true;
      return data(given, option, value ?? '');
    case '--data':
    case '--data-ascii':
    case '--data-binary':
      return data(given, option, value ?? '');
    case '--data-raw':
      given.data.push(value ?? '');
      return;
    case '--data-urlencode':
      return urlencoded(given, value ?? '');
    case '--url-query':
      given.query.push(value ?? '');
      return;
    case '--get':
    case '-G':
      given.inQuery = true;
      return;
    case '--head':
    case '-I':
      given.head = true;
      return;
    case '--max-time':
      given.maxTime = value;
      return;
    case '--form':
    case '--form-string':
      return leave('option');
    case '--upload-file':
      return leave('file');
    default:
      if (!SILENT.has(option)) leave('option');
  }
}

function header(given: Given, line: string): void {
  const colon = line.indexOf(':');
  // `Name;` sends an empty header and `Name:` sends none.
  if (colon < 0) return;
  const name = line.slice(0, colon).trim();
  const value = line.slice(colon + 1).trim();
  if (name === '' || value === '') return;
  if (SECRET.test(name)) given.leftOut.push({ what: 'credentials', name });
  else given.headers.push([name, value]);
}

function data(given: Given, option: string, value: string): void {
  if (value.startsWith('@')) given.leftOut.push({ what: 'file', name: `${option} ${value}` });
  else given.data.push(value);
}

/** `name=content` and `=content` and `content`; what is to be read from a file is left out. */
function urlencoded(given: Given, value: string): void {
  const equals = value.indexOf('=');
  if (/^[^=]*@/.test(value)) given.leftOut.push({ what: 'file', name: `--data-urlencode ${value}` });
  else if (equals > 0) given.data.push(`${value.slice(0, equals)}=${encodeURIComponent(value.slice(equals + 1))}`);
  else given.data.push(encodeURIComponent(value.slice(equals + 1)));
}

function requestOf(given: Given, address: string): CurlRequest {
  const { url, query } = addressOf(address, [...given.query, ...(given.inQuery ? given.data : [])]);
  const sends = given.data.length > 0 && !given.inQuery;
  const asked = given.method ?? (given.head ? 'HEAD' : sends ? 'POST' : 'GET');
  const leftOut = [...given.leftOut];
  if (!METHODS.has(asked)) leftOut.push({ what: 'option', name: `--request ${asked}` });
  const method = METHODS.has(asked) ? asked : sends ? 'POST' : 'GET';
  const named = (name: string): string | undefined => given.headers.find(([other]) => other.toLowerCase() === name)?.[1];
  const headers: JsonObject = Object.fromEntries(given.headers);
  let body: Json | undefined;
  if (sends) {
    const text = given.data.join(given.json ? '' : '&');
    const type = named('content-type') ?? (given.json ? 'application/json' : undefined);
    body = bodyOf(text, type);
    // cURL's own: a body without a type is a form.
    if (type === undefined && typeof body === 'string') headers['Content-Type'] = 'application/x-www-form-urlencoded';
    if (given.json && named('accept') === undefined) headers['Accept'] = 'application/json';
  }
  const seconds = Number(given.maxTime ?? Number.NaN);
  return {
    params: { method, url, headers, query, ...(body === undefined ? {} : { body }) },
    name: nameOf(method, url),
    startToClose: Number.isFinite(seconds) && seconds > 0 ? `${Math.ceil(seconds)}s` : null,
    leftOut,
  };
}

/** JSON is taken as a value, so that its members can be filled in; anything else is a text. */
function bodyOf(text: string, type: string | undefined): Json {
  if (type !== undefined && !/[/+]json\b/i.test(type)) return text;
  if (type === undefined && !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The query becomes pairs, unless a name stands in it twice. */
function addressOf(address: string, more: readonly string[]): { url: string; query: JsonObject } {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const hash = whole.indexOf('#');
  const bare = hash < 0 ? whole : whole.slice(0, hash);
  const mark = bare.indexOf('?');
  const text = [...(mark < 0 ? [] : [bare.slice(mark + 1)]), ...more].filter((part) => part !== '').join('&');
  if (text === '') return { url: mark < 0 ? bare : bare.slice(0, mark), query: {} };
  const pairs = [...new URLSearchParams(text)];
  const url = mark < 0 ? bare : bare.slice(0, mark);
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) return { url: `${url}?${text}`, query: {} };
  return { url, query: Object.fromEntries(pairs) };
}

/** `POST orders`: what the address speaks of, by its last part that is a word. */
function nameOf(method: string, url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').split('?')[0] ?? '';
  const part = path.split('/').filter((piece) => /^[a-z][\w.-]*$/i.test(piece)).at(-1);
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/:?]+)/i.exec(url)?.[1];
  return `${method} ${part ?? host ?? ''}`.trim().slice(0, 80);
}

/** Words as a POSIX shell would read them, one command of it; null when a quote is not closed. */
function wordsOf(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let at = 0;
  const add = (piece: string): void => void (word = (word ?? '') + piece);
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === "'" || (char === '$' && text.charAt(at + 1) === "'")) {
      const ansi = char === '$';
      const from = at + (ansi ? 2 : 1);
      const end = ansi ? endOfAnsi(text, from) : text.indexOf("'", from);
      if (end < 0) return null;
      add(ansi ? unescapeAnsi(text.slice(from, end)) : text.slice(from, end));
      at = end + 1;
    } else if (char === '"') {
      let piece = '';
      for (at += 1; at < text.length && text.charAt(at) !== '"'; at++) {
        const next = text.charAt(at + 1);
        if (text.charAt(at) === '\\' && '"\\$`\n'.includes(next) && next !== '') {
          at++;
          if (next !== '\n') piece += next;
        } else piece += text.charAt(at);
      }
      if (at >= text.length) return null;
      add(piece);
      at += 1;
    } else if (char === '\\') {
      const next = text.charAt(at + 1);
      const isBreak = next === '\n' || (next === '\r' && text.charAt(at + 2) === '\n');
      if (!isBreak) add(next);
      at += next === '\r' && isBreak ? 3 : 2;
    } else if (/[\s;|&<>]/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
      // What follows is another command, or where the answer goes.
      if (/[;|&<>\n]/.test(char)) break;
      at += 1;
    } else {
      add(char);
      at += 1;
    }
  }
  if (word !== null) words.push(word);
  return words;
}

function endOfAnsi(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === "'") return at;
  }
  return -1;
}

const ANSI: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '?': '?' };

function unescapeAnsi(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{1,4}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[\s\S])/g, (_, code: string) => {
    if (/^[ux]./.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return ANSI[code] ?? code;
  });
}
