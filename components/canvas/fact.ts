import type { Json, JsonObject, NodeDefinition, NodeShape } from '@/engine/index.ts';

/** The one line at the foot of a card while designing. */
export type Fact = { text: string; style: 'plain' | 'expression' | 'mono'; icon?: 'pin' };

const EXPRESSION = /\{\{[^{}]*\}\}/;

/** How facts are said in a language; durations come as they are written, `1h30m`. */
export type FactWords = {
  duration: (written: string) => string;
  lasts: (duration: string) => string;
  atMost: (duration: string) => string;
  due: (duration: string) => string;
  quorum: (needed: number, asked: number) => string;
  doesNotWait: string;
  noRetry: string;
  retry: (attempts: number) => string;
  jitter: (percent: number) => string;
  cached: (duration: string) => string;
  queue: (name: string) => string;
};

export const ENGLISH_FACTS: FactWords = {
  duration: spaced,
  lasts: (duration) => `for ${duration}`,
  atMost: (duration) => `at most ${duration}`,
  due: (duration) => `due ${duration}`,
  quorum: (needed, asked) => `${needed} of ${asked}`,
  doesNotWait: 'does not wait',
  noRetry: 'no retry',
  retry: (attempts) => `retry ${attempts}`,
  jitter: (percent) => `jitter ${percent} %`,
  cached: (duration) => `cached ${duration}`,
  queue: (name) => `queue ${name}`,
};

/**
 * Chooses the one fact of a node that matters while designing: what is pinned, what it decides or waits for,
 * how it is retried, else the first expression it reads. Null when there is nothing to add to the subtitle.
 */
export function nodeFact(node: NodeDefinition, spec: NodeShape | undefined, words: FactWords = ENGLISH_FACTS): Fact | null {
  if (node.ui?.pinned !== undefined) return { text: 'pinned data', style: 'plain', icon: 'pin' };
  const params = node.params;
  const said = spec ? saidByKind(spec.kind, params, words) : null;
  const reliability = reliabilityWords(node, words);
  if (said && reliability && said.style === 'plain') return plain(`${said.text} · ${reliability}`);
  if (said) return said;
  if (reliability) return plain(reliability);
  if (spec?.face.family === 'agent') return firstExpression(params);
  return null;
}

function saidByKind(kind: NodeShape['kind'], params: JsonObject, words: FactWords): Fact | null {
  switch (kind) {
    case 'condition':
      return expression(params['if']);
    case 'wait':
      return text(params['for']) ? plain(words.lasts(durationWords(text(params['for']), words))) : expression(params['until']);
    case 'signal':
      return joined([text(params['name']), text(params['timeout']) && words.atMost(durationWords(text(params['timeout']), words))]);
    case 'approval':
      return approvalFact(params, words);
    case 'map':
    case 'loop':
    case 'switch':
      return null;
    case 'child':
      return params['wait'] === false ? plain(words.doesNotWait) : null;
    default:
      return null;
  }
}

function approvalFact(params: JsonObject, words: FactWords): Fact | null {
  const quorum = typeof params['quorum'] === 'number' ? params['quorum'] : 1;
  const assignees = Array.isArray(params['assignees']) ? params['assignees'].length : 0;
  const people = assignees > 1 || quorum > 1 ? words.quorum(quorum, Math.max(assignees, quorum)) : '';
  const due = text(params['due']);
  return joined([people, due && words.due(durationWords(due, words))]);
}

/** `retry 5 · 30 s · jitter 10 %`, as far as the node says it itself. */
function reliabilityWords(node: NodeDefinition, said: FactWords): string {
  const words: string[] = [];
  if (node.retry?.maximumAttempts !== undefined) words.push(node.retry.maximumAttempts === 1 ? said.noRetry : said.retry(node.retry.maximumAttempts));
  if (node.timeouts?.startToClose) words.push(durationWords(node.timeouts.startToClose, said));
  else if (node.retry?.jitter) words.push(said.jitter(Math.round(node.retry.jitter * 100)));
  if (node.cache) words.push(said.cached(durationWords(node.cache.ttl, said)));
  if (words.length < 2 && node.taskQueue) words.push(said.queue(node.taskQueue));
  return words.slice(0, 3).join(' · ');
}

/** `1h30m` → `1 h 30 m`. */
function spaced(duration: string): string {
  return duration.replace(/(\d)([a-z]+)/g, '$1 $2 ').trim();
}

/** An expression in place of a duration is shown as it is written. */
function durationWords(written: string, words: FactWords): string {
  return written.includes('{{') ? written : words.duration(written);
}

function firstExpression(params: JsonObject): Fact | null {
  for (const value of Object.values(params)) {
    if (typeof value !== 'string') continue;
    const found = EXPRESSION.exec(value);
    if (found) return { text: found[0], style: 'expression' };
  }
  return null;
}

function expression(value: Json | undefined): Fact | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  return { text: value.replace(/^\s*\{\{\s*|\s*\}\}\s*$/g, ''), style: 'expression' };
}

function joined(parts: readonly (string | false)[]): Fact | null {
  const words = parts.filter((part): part is string => Boolean(part));
  return words.length > 0 ? plain(words.join(' · ')) : null;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function plain(value: string): Fact {
  return { text: value, style: 'plain' };
}
