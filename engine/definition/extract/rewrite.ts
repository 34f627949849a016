import type { NodeSpec } from '../catalogue.ts';
import { checkExpression, checkTemplateText } from '../expressions/check.ts';
import type { LocatedReference } from '../expressions/references.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { modeOf } from '../param-templates.ts';
import type { NodeDefinition } from '../schema.ts';

/** What a reference becomes: its name and so many members behind it give way to another text, which may be made of theirs. Null leaves it. */
export type Rewritten = { members: number; to: string | ((written: string) => string) } | null;
export type Rewrite = (reference: LocatedReference) => Rewritten;

/** A reference is written in a way that cannot be told by its text, such as a computed member. */
export class CannotRewrite extends Error {}

/** A node with every reference of its expressions rewritten. @throws CannotRewrite */
export function rewriteNode(node: NodeDefinition, spec: NodeSpec | undefined, rewrite: Rewrite): NodeDefinition {
  if (spec === undefined) return node;
  const params: JsonObject = {};
  for (const [name, value] of Object.entries(node.params)) {
    const mode = modeOf(spec, name);
    if (mode === 'template') params[name] = rewriteValue(value, rewrite);
    else if (mode === 'expression') params[name] = typeof value === 'string' ? rewriteExpression(value, rewrite) : value;
    else if (mode === 'cases') params[name] = Array.isArray(value) ? value.map((item) => (isJsonObject(item) && typeof item.when === 'string' ? { ...item, when: rewriteExpression(item.when, rewrite) } : item)) : value;
    else params[name] = value;
  }
  return { ...node, params };
}

export function rewriteValue(value: Json, rewrite: Rewrite): Json {
  if (typeof value === 'string') return written(value, checkTemplateText(value).references, rewrite);
  if (Array.isArray(value)) return value.map((item) => rewriteValue(item, rewrite));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewriteValue(member, rewrite)]));
}

export function rewriteExpression(text: string, rewrite: Rewrite): string {
  return written(text, checkExpression(text).references, rewrite);
}

function written(text: string, references: readonly LocatedReference[], rewrite: Rewrite): string {
  let next = text;
  // From the back, so that the places before it stay right.
  for (const reference of [...references].sort((a, b) => b.start - a.start)) {
    const change = rewrite(reference);
    if (change === null) continue;
    const end = endOf(text, reference, change.members);
    const to = typeof change.to === 'string' ? change.to : change.to(text.slice(reference.start, end));
    next = next.slice(0, reference.start) + to + next.slice(end);
  }
  return next;
}

const MEMBER = /^\s*(?:\.\s*\??\s*[A-Za-z_]\w*|\[\s*\??\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\"(?:[^"\\])*\\"|\d+)\s*\])/;

function endOf(text: string, { root, start }: LocatedReference, members: number): number {
  if (!text.startsWith(root, start)) throw new CannotRewrite(text);
  let at = start + root.length;
  for (let count = 0; count < members; count++) {
    const found = MEMBER.exec(text.slice(at))?.[0];
    if (found === undefined) throw new CannotRewrite(text);
    at += found.length;
  }
  return at;
}
