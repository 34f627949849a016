import { ExpressionError } from './expressions/template.ts';
import { canonicalJson, type JsonObject } from './json.ts';
import { casesOf, compileCondition, compileParam, modeOf } from './param-templates.ts';
import type { PlanNode } from './plan.ts';
import { sha256 } from './sha256.ts';

/** A compiled node with some of its parameters replaced; those that are not named stay. @throws ExpressionError of kind `syntax` */
export function withParams(node: PlanNode, params: JsonObject): PlanNode {
  const raw = { ...node.raw, ...params };
  const templates = new Map(node.params);
  for (const [key, value] of Object.entries(params)) templates.set(key, compileParam(node.spec, key, value));
  const own = node.spec.branches(raw);
  return {
    ...node,
    raw,
    params: templates,
    taskQueue: node.spec.external === true && typeof raw['queue'] === 'string' ? raw['queue'] : node.taskQueue,
    cases: node.kind === 'switch' ? casesOf(raw).map(({ id, when }) => ({ id, when: compileCondition(when) })) : [],
    branches: node.onError === 'branch' && !own.includes('error') ? [...own, 'error'] : own,
    behaviourHash: sha256(canonicalJson([node.behaviourHash, params])),
  };
}

/** What is wrong with parameters that are to stand in for those of a node, as far as the node alone can tell. */
export function paramProblems(node: PlanNode, params: JsonObject): { pointer: string; message: string }[] {
  const problems: { pointer: string; message: string }[] = [];
  for (const [key, value] of Object.entries(params)) {
    try {
      compileParam(node.spec, key, value);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push({ pointer: `/${key}${error.pointer}`, message: error.message });
    }
  }
  const parsed = node.spec.params.safeParse({ ...node.raw, ...params });
  for (const issue of parsed.error?.issues ?? []) {
    const [param] = issue.path;
    // A bare condition may be plain true or false; its type says text only.
    if (typeof param === 'string' && modeOf(node.spec, param) === 'expression' && typeof params[param] === 'boolean') continue;
    problems.push({ pointer: issue.path.map((part) => `/${String(part)}`).join(''), message: issue.message });
  }
  return problems;
}
