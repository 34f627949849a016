import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../definition/check.ts';
import type { Json, JsonObject } from '../definition/json.ts';
import { catalogue } from './catalogue.ts';

const ANSWER: JsonObject = { type: 'object', properties: { kind: { type: 'string', enum: ['bug', 'wish'] }, owner: { type: 'object', properties: { name: { type: 'string' } } } } };

const BRANCHES: Readonly<Record<string, string>> = { approval: 'approved', switch: 'a' };

/** What is said of a step that reads another one, apart from what is said of the other. */
function said(type: string, params: Record<string, Json>, value: Json): { code: string; message: string; fix?: string }[] {
  const document = {
    heddle: 1,
    name: 'Read',
    nodes: [{ id: 'start', type: 'start' }, { id: 'ask', type, params }, { id: 'read', type: 'transform', params: { value } }],
    edges: [{ id: 'e1', source: 'start', target: 'ask' }, { id: 'e2', source: 'ask', ...(BRANCHES[type] === undefined ? {} : { branch: BRANCHES[type] }), target: 'read' }],
  };
  const { findings } = checkDefinition(document, catalogue);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return findings.filter(({ node }) => node === 'read').map(({ code, message, fix }) => ({ code, message, ...(fix === undefined ? {} : { fix }) }));
}
const ofAgent = (value: Json, outputSchema?: Json) => said('agent', { prompt: 'Which kind?', ...(outputSchema === undefined ? {} : { outputSchema }) }, value);

describe('what is read of an agent', () => {
  it('stands at value when it has a schema, and a member beside it is led there', () => {
    expect(ofAgent('{{ nodes.ask.output.value.kind }}', ANSWER)).toEqual([]);
    expect(ofAgent('{{ nodes.ask.output.value.owner.name }}', ANSWER)).toEqual([]);
    expect(ofAgent('{{ nodes.ask.output.kind }}', ANSWER)).toEqual([
      { code: 'unknown_member', message: 'nodes.ask.output has no "kind"; it has text, value, model, offline, note, steps, toolCalls, usage.', fix: 'Write nodes.ask.output.value.kind.' },
    ]);
  });
  it('has the members of its schema and no others, at any depth', () => {
    expect(ofAgent('{{ nodes.ask.output.value.kin }}', ANSWER)).toEqual([{ code: 'unknown_member', message: 'nodes.ask.output.value has no "kin"; it has kind, owner.', fix: 'Did you mean "kind"?' }]);
    expect(ofAgent('{{ nodes.ask.output.value.owner.mail }}', ANSWER)).toMatchObject([{ code: 'unknown_member' }]);
    expect(ofAgent('{{ nodes.ask.output.value.kind.name }}', ANSWER)).toEqual([{ code: 'unknown_member', message: 'nodes.ask.output.value.kind is a string; it has no "name".' }]);
  });
  it('is text alone without a schema: its value is null', () => {
    const fix = 'An agent whose answer is not described answers with text alone: read output.text, or describe its answer.';
    for (const none of [undefined, {}]) {
      for (const path of ['value', 'value.kind']) expect(ofAgent(`{{ nodes.ask.output.${path} }}`, none)).toEqual([{ code: 'always_null', message: 'nodes.ask.output.value is always null.', fix }]);
    }
    expect(ofAgent('{{ nodes.ask.output.kind }}')).toMatchObject([{ code: 'unknown_member' }]);
    expect(ofAgent('{{ nodes.ask.output.text }}')).toEqual([]);
  });
  it('is told once in a text, and not where its lack is asked for', () => {
    expect(ofAgent('{{ nodes.ask.output.kind }} {{ nodes.ask.output.kind }}')).toHaveLength(1);
    for (const value of ['{{ default(nodes.ask.output.kind, "") }}', '{{ nodes.ask.output.?kind }}', '{{ has(nodes.ask.output.kind) }}']) expect(ofAgent(value), value).toEqual([]);
  });
  it('is not told where the schema leaves open what else there is', () => {
    for (const more of [{ additionalProperties: true }, { patternProperties: { '^x': {} } }, { anyOf: [{ required: ['kind'] }] }] as JsonObject[]) expect(ofAgent('{{ nodes.ask.output.value.other }}', { ...ANSWER, ...more })).toEqual([]);
    for (const open of [{ type: 'object' }, { $ref: '#/$defs/x', $defs: { x: {} } }, { description: 'Anything.' }] as JsonObject[]) expect(ofAgent('{{ nodes.ask.output.value.other }}', open)).toEqual([]);
  });
  it('is not told where the same expression asks for it beside', () => {
    const path = 'nodes.ask.output.value.owner.mail';
    for (const sound of [`has(${path}) ? ${path} : 1`, `"mail" in nodes.ask.output.value.owner && ${path} == 1`, `has(${path}.host) ? ${path}.host + ${path}.user : 1`, `default(${path}, 1) == 1 || ${path} == 2`]) expect(ofAgent(`{{ ${sound} }}`, ANSWER), sound).toEqual([]);
    for (const other of [`{{ has(${path}) }} {{ ${path} }}`, `{{ has(nodes.ask.output.value.owner) ? ${path} : 1 }}`, `{{ "name" in nodes.ask.output.value.owner && ${path} == 1 }}`, `{{ "x" in ${path} }}`]) expect(ofAgent(other, ANSWER), other).toMatchObject([{ code: 'unknown_member' }]);
  });
  it('makes no error of what was published before', () => {
    expect(ofAgent('{{ nodes.ask.output.value + 1 }}')).toMatchObject([{ code: 'always_null' }]);
  });
});

describe('what is compared', () => {
  it('with the outcome of an approval is one of its choices, or that it is overdue', () => {
    const ofApproval = (value: Json) => said('approval', { title: 'Well?', due: '1d', outcomes: ['approved', 'rejected'] }, value);
    for (const name of ['approved', 'rejected', 'timeout']) expect(ofApproval(`{{ nodes.ask.output.outcome == "${name}" }}`)).toEqual([]);
    const wrong = { code: 'never_equal', message: 'nodes.ask.output.outcome is never "approve"; it is one of approved, rejected, timeout.', fix: 'Did you mean "approved"?' };
    for (const value of ['nodes.ask.output.outcome == "approve"', '"approve" != nodes.ask.output.outcome', 'nodes.ask.output.outcome in ["rejected", "approve"]', 'default(nodes.ask.output.outcome, "") == "approve"']) expect(ofApproval(`{{ ${value} }}`), value).toEqual([wrong]);
  });
  it('with a member of an answer is one of those that its schema lists', () => {
    expect(ofAgent('{{ nodes.ask.output.value.kind == "bugs" }}', ANSWER)).toMatchObject([{ code: 'never_equal', fix: 'Did you mean "bug"?' }]);
  });
  it('with what stands for a missing value asks whether it is missing', () => {
    const ofChoice = (value: string) => said('switch', { cases: [{ id: 'a', when: 'true' }] }, `{{ ${value} }}`);
    const path = 'nodes.ask.output';
    for (const sound of [`default(${path}, "none") == "none"`, `"" != default(${path}, "")`, `${path}.default("none") in ["none", "a"]`, `default(${path}, input.other) == "none"`]) expect(ofChoice(sound), sound).toEqual([]);
    for (const wrong of [`default(${path}, "none") == "b"`, `default(${path}, "none") in ["none", "b"]`, `default(${path}, null) == "b"`, `default(${path}, "computed") == "b"`]) expect(ofChoice(wrong), wrong).toMatchObject([{ code: 'never_equal', message: 'nodes.ask.output is never "b"; it is one of a, default.' }]);
  });
  it('is told with all that it may be, also what is no text', () => {
    const schema: JsonObject = { type: 'object', properties: { kind: { enum: ['a', null, 2] } } };
    expect(ofAgent('{{ nodes.ask.output.value.kind == "b" }}', schema)).toMatchObject([{ message: 'nodes.ask.output.value.kind is never "b"; it is one of a, null, 2.' }]);
  });
  it('of what a step undoes is told as it is of the step itself', () => {
    const undo = (value: string) => {
      const document = {
        heddle: 1,
        name: 'Undo',
        nodes: [{ id: 'start', type: 'start' }, { id: 's', type: 'saga' }, { id: 'ask', type: 'approval', parent: 's', params: { title: 'Well?' } }, { id: 'undo', type: 'transform', parent: 's', params: { value: `{{ ${value} }}` } }],
        edges: [{ id: 'e1', source: 'start', target: 's' }, { id: 'e2', source: 'ask', target: 'undo', kind: 'compensate' }],
      };
      return checkDefinition(document, catalogue).findings.filter(({ node }) => node === 'undo').map(({ severity, code, message }) => ({ severity, code, message }));
    };
    expect(undo('compensated.output.outcome == "approved"')).toEqual([]);
    expect(undo('compensated.output.outcome == "aproved"')).toEqual([{ severity: 'warning', code: 'never_equal', message: 'compensated.output.outcome is never "aproved"; it is one of approved, rejected, timeout.' }]);
    expect(undo('compensated.output.outcom')).toMatchObject([{ severity: 'warning', code: 'unknown_member', message: expect.stringMatching(/^compensated\.output has no "outcom"/) }]);
    // It is null when nobody answered.
    expect(undo('compensated.output.outcome + 1')).toEqual([]);
  });
  it('within a macro is what the macro names, where it hides a root', () => {
    expect(ofAgent('{{ [{"kind": "x"}].map(input, input.kind == "x") }}')).toEqual([]);
  });
});

describe('what a map walks', () => {
  const findings = (params: Record<string, Json>) =>
    checkDefinition({ heddle: 1, name: 'Walk', nodes: [{ id: 'start', type: 'start' }, { id: 'each', type: 'map', params }, { id: 'in', type: 'transform', parent: 'each', params: { value: '{{ item }}' } }], edges: [{ id: 'e1', source: 'start', target: 'each' }] }, catalogue).findings.map(({ severity, code, pointer }) => ({ severity, code, pointer }));
  it('is told when it is empty as it is drawn', () => {
    for (const items of [[], '{{ [] }}', '{{[ ]}}']) expect(findings({ items })).toEqual([{ severity: 'warning', code: 'map_without_items', pointer: '/nodes/1/params/items' }]);
    for (const items of [[1], '{{ [1] }}', '{{ input.orders }}']) expect(findings({ items })).toEqual([]);
  });
  it('is an error when it is not said at all', () => {
    for (const params of [{}, { items: '' }, { items: null }, { items: '{{ }}' }] as Record<string, Json>[]) expect(findings(params).some(({ severity }) => severity === 'error'), JSON.stringify(params)).toBe(true);
  });
});
