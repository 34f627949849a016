import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Definition, Finding } from '@/engine/index.ts';
import { findingWords, nodeOfFinding } from './finding-words.ts';
import { FINDINGS_ZH } from './messages/findings.ts';

const checks = join(import.meta.dirname, '../../engine/definition/checks');
/** Every code that a check gives by name. */
const given = readdirSync(checks).flatMap((file) => [...readFileSync(join(checks, file), 'utf8').matchAll(/(?:\berror|\bwarn|\bskipped|\bmake)\('([a-z_]+)'/g)].map(([, code]) => code!));

const finding: Finding = { severity: 'error', code: 'unreachable', message: 'Nothing leads to "Ship" (ship), so it would never run.', pointer: '/nodes/1', node: 'ship', fix: 'Connect it.' };

describe('the words of a finding', () => {
  it('are the sentence of the engine in English', () => {
    expect(findingWords(finding, 'Ship', 'en')).toEqual({ message: finding.message, fix: 'Connect it.' });
  });
  it('are Chinese in Chinese, with the name of the step', () => {
    expect(findingWords(finding, '$& Ship', 'zh')).toEqual({ message: '没有任何步骤通向“$& Ship”，它永远不会运行。请连接它或将其删除。', fix: null });
  });
  it('keep the sentence of the engine where it names what the code cannot', () => {
    expect(findingWords({ code: 'unknown_step', message: 'There is no step "x".' }, '', 'zh').message).toBe('没有此步骤：There is no step "x".');
  });
  it('are the sentence of the engine for a code nobody translated', () => {
    expect(findingWords({ code: 'brand_new', message: 'New.' }, '', 'zh')).toEqual({ message: 'New.', fix: null });
  });
  it('are there for every code of the checks', () => {
    expect(given.length).toBeGreaterThan(60);
    expect(given.filter((code) => FINDINGS_ZH[code] === undefined)).toEqual([]);
  });
});

it('names the step that an edge leaves', () => {
  const definition = { nodes: [{ id: 'a' }, { id: 'b' }], edges: [{ id: 'e', source: 'b', target: 'a' }] } as Definition;
  expect(nodeOfFinding({ severity: 'error', code: 'unknown_branch', message: '', pointer: '', edge: 'e' }, definition)?.id).toBe('b');
  expect(nodeOfFinding({ severity: 'error', code: 'no_start', message: '', pointer: '' }, definition)).toBeUndefined();
});
