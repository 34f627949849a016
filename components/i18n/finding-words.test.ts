import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, checkDefinition, compileExpression, parseCron, type Definition, type Finding } from '@/engine/index.ts';
import { englishLeft } from './english-left.fixture.ts';
import { expressionWords, findingWords, nodeOfFinding } from './finding-words.ts';
import { FINDINGS_ZH } from './messages/findings.ts';

const checks = join(import.meta.dirname, '../../engine/definition/checks');
/** Every code that a check gives by name. */
const given = readdirSync(checks).flatMap((file) => [...readFileSync(join(checks, file), 'utf8').matchAll(/(?:\berror|\bwarn|\bskipped|\bmake)\('([a-z_]+)'/g)].map(([, code]) => code!));

/** The same of the types that check parameters of their own. */
const nodes = join(import.meta.dirname, '../../engine/nodes');
const ofTypes = ['start/check.ts', 'start/schedule-faults.ts', 'map/spec.ts'].flatMap((file) => [...readFileSync(join(nodes, file), 'utf8').matchAll(/code: '([a-z_]+)'/g)].map(([, code]) => code!));

const finding: Finding = { severity: 'error', code: 'unreachable', message: 'Nothing leads to "Ship" (ship), so it would never run.', pointer: '/nodes/1', node: 'ship', fix: 'Connect it.' };

const transform = (id: string, value: unknown, more: object = {}) => ({ id, type: 'transform', params: { value }, ...more });
const FAULTY = {
  heddle: 1,
  name: '',
  speed: 'fast',
  nodes: [
    { id: 'start', type: 'start' },
    { id: 'call', type: 'http', params: { url: '', method: 'SEND', response: 4, colour: 'red' } },
    { id: 'again', type: 'http', params: {}, retry: { maximumAttempts: 0 }, timeouts: { startToClose: 'soon' } },
    { id: 'ask', type: 'approval', params: { title: 'Is it fine?', outcomes: ['approved', 'approved'] } },
    { id: 'if', type: 'condition', params: { if: '1 +' } },
    { id: 'odd', type: 'telegram' },
    { id: 'loop', type: 'map', params: { items: '{{ [1] }}' } },
    { id: 'empty', type: 'map', params: { items: [] } },
    { id: 'text', type: 'map', params: { items: '{{ string(1) }}' } },
    { id: 'agent', type: 'agent', params: { prompt: 'Hello' } },
    transform('members', '{{ [nodes.agent.output.kind, nodes.agent.output.text.kind, nodes.agent.output.toolCalls.kind, nodes.agent.output.value] }}'),
    transform('choice', '{{ nodes.ask.output.outcome == "aproved" }}'),
    transform('inside', '{{ item }}', { parent: 'loop' }),
    transform('first', '{{ nodes.last.output }}'),
    transform('last', '{{ nodes.nobody.output + nodes.first.result + vars.none + input.none + run.none + item + nodes.inside.output }}'),
    transform('types', '{{ 1 + "a" }}'),
  ],
  edges: [
    ...['call', 'again', 'ask', 'if', 'loop', 'empty', 'text', 'agent', 'first'].map((target) => ({ id: `to-${target}`, source: 'start', target })),
    { id: 'on', source: 'first', target: 'last' }, { id: 'types', source: 'last', target: 'types' }, { id: 'lost', source: 'last', target: 'nowhere' }, { id: 'lane', source: 'if', target: 'last', branch: 'maybe' },
  ],
};

describe('the words of a finding', () => {
  it('are the sentence of the engine in English', () => {
    expect(findingWords(finding, 'Ship', 'en')).toEqual({ message: finding.message, fix: 'Connect it.' });
  });
  it('are Chinese in Chinese, with the name of the step', () => {
    expect(findingWords(finding, '$& Ship', 'zh')).toEqual({ message: '没有任何步骤通向“$& Ship”，它永远不会运行。请连接它或将其删除。', fix: null });
  });
  it('name the values of the case in Chinese sentences, by the words of the catalogue', () => {
    const zh = (code: string, message: string, type?: string, pointer = '') => findingWords({ code, message, pointer }, '订票', 'zh', type).message;
    expect(zh('unknown_step', 'There is no step "x".')).toBe('没有名为“x”的步骤。');
    expect(zh('param_missing_field', '"url" is missing.', 'http')).toBe('缺少“地址”。');
    expect(zh('param_out_of_range', 'A request needs an address.', 'http', '/nodes/1/params/url')).toBe('请填写“地址”。');
    expect(zh('param_wrong_type', '"cases.0.id" must be text.', 'switch')).toMatch(/^“.+ › 0\.id”必须是文本。$/);
    expect(zh('param_invalid_value', '"response" must be "auto" or "json" or "text".', 'http')).toBe('“响应读取方式”必须是“按内容类型”、“JSON”或“文本”。');
    expect(zh('unknown_branch', '"Ask" (ask) has no branch "approved".', 'approval')).toBe('“Ask”没有分支“同意”，请改接到现有的分支。');
    expect(zh('approval_params', '"approved" is not one of the choices.', 'approval')).toBe('“同意”不在选项之中。');
    expect(zh('reference_not_before', '"Hotel" (hotel) does not come before "pay", so its output would never be there.')).toBe('“Hotel”不在“pay”之前，届时没有它的输出。');
    expect(zh('dangling_edge', 'The edge "e1" ends at "nobody", which is not there.')).toBe('连线“e1”的终点“nobody”不存在。');
  });
  it('say what to do where that names something', () => {
    expect(findingWords({ code: 'unknown_step', message: 'There is no step "hotl".', fix: 'Did you mean "hotel"?' }, '', 'zh').fix).toBe('是否指“hotel”？');
    for (const path of ['nodes.ask.output.value.kind', 'input.owner.name', 'input["home town"].name', 'payload.kind', 'compensated.output.value.kind']) expect(findingWords({ code: 'unknown_member', message: '', fix: `Write ${path}.` }, '', 'zh').fix).toBe(`请写作 ${path}。`);
  });
  it('name a path that has a blank in it', () => {
    const zh = (message: string) => findingWords({ code: 'unknown_member', message }, '', 'zh').message;
    expect(zh('input["home town"] has no "nmae"; it has name.')).toBe('input["home town"] 没有“nmae”，可用的有 name。');
    expect(zh('input["home town"] is a list; take an item of it before "name", as in input["home town"][0].')).toBe('input["home town"] 是列表，请先取其中一项再读取“name”，例如 input["home town"][0]。');
    expect(zh('input["home town"] is a string; it has no "name".')).toBe('input["home town"] 是文本，没有“name”。');
    expect(zh('input["home town"] is always null.')).toBe('input["home town"] 始终为 null。');
    expect(zh('input["home town"] is never "b"; it is one of a, null.')).toBe('input["home town"] 不会是“b”，只会是 a、null 之一。');
  });
  it('keep the sentence of the engine, behind what its code says, when nobody translated it', () => {
    expect(findingWords({ code: 'expression_syntax', message: 'Something new.' }, '', 'zh').message).toBe('表达式有语法错误：Something new.');
  });
  it('quote no English in what the checks say of a document with many faults', () => {
    const { findings } = checkDefinition(FAULTY, catalogue);
    const said = findings.map((each) => findingWords(each, '', 'zh', FAULTY.nodes.find((node) => node.id === each.node)?.type).message);
    expect(said.length).toBeGreaterThan(18);
    expect(said.filter((message) => /[A-Za-z]+ [a-z]+/.test(message.replaceAll(/“[^”]*”/g, '')))).toEqual([]);
  });
  it('are the sentence of the engine for a code nobody translated', () => {
    expect(findingWords({ code: 'brand_new', message: 'New.' }, '', 'zh')).toEqual({ message: 'New.', fix: null });
  });
  it('are there for every code of the checks', () => {
    expect(given.length).toBeGreaterThan(60);
    expect(given.filter((code) => FINDINGS_ZH[code] === undefined)).toEqual([]);
    expect(ofTypes.length).toBeGreaterThan(7);
    expect(ofTypes.filter((code) => FINDINGS_ZH[code] === undefined)).toEqual([]);
  });
  it.each(['', '0 9 * *', '75 * * * *', '0 0 * FOO *', 'x! * * * *', '*/0 * * * *', '5/15 * * * *', '0 17-9 * * *', '0 0 30 2 *', '0 0 * * 5#2'])('quote no English in what is wrong with the cron expression %j', (text) => {
    const read = parseCron(text);
    const message = read.ok ? '' : findingWords({ code: 'cron_invalid', message: read.fault.message }, '', 'zh').message;
    expect({ message, left: /[\u4e00-\u9fff]/.test(message) ? englishLeft(message) : ['nothing said'] }).toEqual({ message, left: [] });
  });
});

it('names the step that an edge leaves', () => {
  const definition = { nodes: [{ id: 'a' }, { id: 'b' }], edges: [{ id: 'e', source: 'b', target: 'a' }] } as Definition;
  expect(nodeOfFinding({ severity: 'error', code: 'unknown_branch', message: '', pointer: '', edge: 'e' }, definition)?.id).toBe('b');
  expect(nodeOfFinding({ severity: 'error', code: 'no_start', message: '', pointer: '' }, definition)).toBeUndefined();
});

it('what is wrong with an expression is told in Chinese while it is written', () => {
  for (const text of ['1 +', 'input.', 'input.a ==', '(1', 'nobody(1)']) {
    let message = '';
    try {
      compileExpression(text);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message, text).not.toBe('');
    expect(expressionWords(message, 'zh'), message).toMatch(/[\u4e00-\u9fff]/);
    expect(expressionWords(message, 'en')).toBe(message);
  }
});

it('tells in Chinese what a loop reads instead, and what the last run did not reach', () => {
  for (const fix of ['Read previous: it is what the last iteration gave.', 'In a loop, read iteration.']) expect(findingWords({ ...finding, fix }, 'Ship', 'zh').fix).toMatch(/循环|上一轮/);
  expect(expressionWords('"item" was not reached in the last run.', 'zh')).toBe('上次运行未执行到“item”。');
});
