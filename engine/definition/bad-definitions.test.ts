import { describe, expect, it } from 'vitest';
import { definition, edges, node, testCatalogue } from './catalogue.fixture.ts';
import { checkDefinition } from './check.ts';
import { compileDefinition } from './compile.ts';
import { DefinitionError } from './findings.ts';
import type { Definition } from './schema.ts';

type Row = { what: string; document: unknown; code: string; pointer: string; says: RegExp; severity?: 'warning' };

const t = (id: string, value: unknown = 1, more: object = {}) => node(id, 'transform', { params: { value: value as never }, ...more });
const http = (id: string, params: object = { url: 'http://a' }, more: object = {}) => node(id, 'http', { params: params as never, ...more });
const one = (what: object, edge = 'start > a') => definition([{ ...t('a'), ...what } as never], [edge]);
const chain = (value: unknown) => definition([t('a'), t('b', value)], ['start > a', 'a > b']);
const saga = (inside: object[], wires: string[]) => definition([node('s', 'saga'), ...(inside as never[])], ['start > s', ...wires]);
/** An approval whose reminders or escalation make no sense, found at one parameter. */
const reminding = (param: string, code: string, says: RegExp, params: object, severity?: 'warning'): Row[] => [
  { what: `${code} by ${JSON.stringify(params)}`, document: definition([node('a', 'approval', { params: { title: 'ok?', due: '2d', ...params } as never })], ['start > a']), code, pointer: `/nodes/1/params/${param}`, says, ...(severity && { severity }) },
];

const rows: Row[] = [
  // Shape
  { what: 'a document that is text', document: 'x', code: 'not_an_object', pointer: '', says: /JSON object/ },
  { what: 'a document that is a list', document: [], code: 'not_an_object', pointer: '', says: /JSON object/ },
  { what: 'no format number', document: { name: 'x', nodes: [node('start')] }, code: 'missing_field', pointer: '/heddle', says: /"heddle" is missing/ },
  { what: 'a format of the future', document: { heddle: 99, name: 'x' }, code: 'unsupported_format', pointer: '/heddle', says: /format 99/ },
  { what: 'a format nobody reads', document: { heddle: 0, name: 'x' }, code: 'unsupported_format', pointer: '/heddle', says: /nothing reads/ },
  { what: 'a format that is text', document: { heddle: '1', name: 'x' }, code: 'invalid_value', pointer: '/heddle', says: /must be 1/ },
  { what: 'no name', document: { heddle: 1, nodes: [node('start')] }, code: 'missing_field', pointer: '/name', says: /"name" is missing/ },
  { what: 'an empty name', document: { heddle: 1, name: '', nodes: [node('start')] }, code: 'out_of_range', pointer: '/name', says: /needs a name/ },
  { what: 'an unknown field', document: { ...definition([], []), speed: 'fast' }, code: 'unknown_field', pointer: '/speed', says: /no field "speed"/ },
  { what: 'nodes that are no list', document: { heddle: 1, name: 'x', nodes: {} }, code: 'wrong_type', pointer: '/nodes', says: /is a list/ },
  { what: 'too many nodes', document: { heddle: 1, name: 'x', nodes: Array.from({ length: 5_001 }, (_, i) => node(`start${i}`, 'start')) }, code: 'too_many', pointer: '/nodes', says: /at most 5000 nodes/ },
  { what: 'an unknown field of a node', document: one({ colour: 'red' }), code: 'unknown_field', pointer: '/nodes/1/colour', says: /no field "colour"/ },
  { what: 'a node id with a space', document: definition([t('a b')], []), code: 'invalid_format', pointer: '/nodes/1/id', says: /An id starts with a letter/ },
  { what: 'a node without a type', document: definition([{ id: 'a' } as never], ['start > a']), code: 'missing_field', pointer: '/nodes/1/type', says: /"type" is missing/ },
  { what: 'a duration that is none', document: one({ timeouts: { startToClose: 'soon' } }), code: 'invalid_format', pointer: '/nodes/1/timeouts/startToClose', says: /duration looks like/ },
  { what: 'no attempts at all', document: one({ retry: { maximumAttempts: 0 } }), code: 'out_of_range', pointer: '/nodes/1/retry/maximumAttempts', says: /least is 1/ },
  { what: 'a join of another kind', document: one({ join: 'some' }), code: 'invalid_value', pointer: '/nodes/1/join', says: /must be "all" or "any"/ },
  { what: 'an error policy of another kind', document: one({ onError: 'ignore' }), code: 'invalid_value', pointer: '/nodes/1/onError', says: /"fail" or "continue" or "branch"/ },
  { what: 'an edge without a target', document: { ...definition([], []), edges: [{ id: 'e', source: 'start' }] }, code: 'missing_field', pointer: '/edges/0/target', says: /"target" is missing/ },
  // Nodes
  { what: 'an unknown type', document: one({ type: 'transfrom' }), code: 'unknown_type', pointer: '/nodes/1/type', says: /no node type "transfrom"/ },
  { what: 'a type of a later version', document: one({ typeVersion: 7 }), code: 'unknown_type_version', pointer: '/nodes/1/typeVersion', says: /up to version 1/ },
  { what: 'the same node id twice', document: definition([t('a'), t('a')], ['start > a']), code: 'duplicate_id', pointer: '/nodes/2/id', says: /Two nodes/ },
  { what: 'a reserved id', document: definition([t('input')], ['start > input']), code: 'reserved_name', pointer: '/nodes/1/id', says: /means something else/ },
  { what: 'a parameter that is missing', document: definition([http('a', {})], ['start > a']), code: 'param_missing_field', pointer: '/nodes/1/params/url', says: /"url" is missing/ },
  { what: 'a parameter nobody knows', document: definition([http('a', { url: 'x', speed: 1 })], ['start > a']), code: 'param_unknown_field', pointer: '/nodes/1/params/speed', says: /no field "speed"/ },
  { what: 'a parameter out of its choices', document: definition([http('a', { url: 'x', method: 'BREW' })], ['start > a']), code: 'param_invalid_value', pointer: '/nodes/1/params/method', says: /"GET" or "POST"/ },
  { what: 'clean-up inside a container', document: definition([node('g', 'group'), t('a', 1, { parent: 'g', always: true })], ['start > g']), code: 'always_inside', pointer: '/nodes/2/always', says: /top level/ },
  { what: 'a start that cleans up', document: { heddle: 1, name: 'x', nodes: [node('start'), node('s2', 'start', { always: true })] }, code: 'always_kind', pointer: '/nodes/1/always', says: /cannot be clean-up/ },
  { what: 'a start that handles errors', document: { heddle: 1, name: 'x', nodes: [node('start', 'start', { onError: 'branch' })] }, code: 'on_error_kind', pointer: '/nodes/0/onError', says: /cannot handle an error/ },
  { what: 'a cache on what is no work', document: one({ cache: { ttl: '1h' } }), code: 'cache_kind', pointer: '/nodes/1/cache', says: /can be cached/ },
  { what: 'timeouts that contradict', document: definition([http('a', { url: 'x' }, { timeouts: { startToClose: '2h', scheduleToClose: '1h' } })], ['start > a']), code: 'timeouts_contradict', pointer: '/nodes/1/timeouts/startToClose', says: /all together only 1h/ },
  { what: 'a timeout of zero', document: definition([http('a', { url: 'x' }, { timeouts: { heartbeat: '0s' } })], ['start > a']), code: 'timeout_zero', pointer: '/nodes/1/timeouts/heartbeat', says: /zero/ },
  { what: 'a retry that may do its work twice', document: definition([http('a', { url: 'x', method: 'POST' })], ['start > a']), code: 'risky_retry', pointer: '/nodes/1', says: /twice/, severity: 'warning' },
  { what: 'a retry policy of a timer', document: definition([node('a', 'wait', { params: { for: '1s' }, retry: { maximumAttempts: 2 } })], ['start > a']), code: 'retry_unused', pointer: '/nodes/1/retry', says: /means nothing/, severity: 'warning' },
  // Structure
  { what: 'no start', document: { heddle: 1, name: 'x', nodes: [t('a')] }, code: 'no_start', pointer: '/nodes', says: /no start/ },
  { what: 'a start inside a container', document: definition([node('g', 'group'), node('s2', 'start', { parent: 'g' })], ['start > g']), code: 'start_inside_container', pointer: '/nodes/2/parent', says: /top level/ },
  { what: 'a parent that is not there', document: definition([t('a', 1, { parent: 'ghost' })], []), code: 'unknown_parent', pointer: '/nodes/1/parent', says: /not there/ },
  { what: 'a parent that is no container', document: definition([t('a'), t('b', 1, { parent: 'a' })], ['start > a']), code: 'parent_not_container', pointer: '/nodes/2/parent', says: /no container/ },
  { what: 'containers inside each other', document: definition([node('g', 'group', { parent: 'h' }), node('h', 'group', { parent: 'g' })], []), code: 'parent_cycle', pointer: '/nodes/1/parent', says: /in itself/ },
  { what: 'too many containers inside each other', document: definition(Array.from({ length: 10 }, (_, i) => node(`g${i}`, 'group', i === 0 ? {} : { parent: `g${i - 1}` })), ['start > g0']), code: 'too_deep', pointer: '/nodes/10/parent', says: /the most is 8/ },
  { what: 'an empty container', document: definition([node('g', 'group')], ['start > g']), code: 'empty_container', pointer: '/nodes/1', says: /holds no step/ },
  { what: 'a loop in no mode', document: definition([node('l', 'loop'), t('a', 1, { parent: 'l' })], ['start > l']), code: 'loop_mode', pointer: '/nodes/1/params', says: /none of them/ },
  { what: 'a loop in two modes', document: definition([node('l', 'loop', { params: { count: 2, until: 'true' } }), t('a', 1, { parent: 'l' })], ['start > l']), code: 'loop_mode', pointer: '/nodes/1/params', says: /count and until/ },
  { what: 'two cases of one name', document: definition([node('a', 'switch', { params: { cases: [{ id: 'x', when: 'true' }, { id: 'x', when: 'false' }] } })], ['start > a']), code: 'duplicate_case', pointer: '/nodes/1/params/cases/1/id', says: /Two cases/ },
  { what: 'a case called default', document: definition([node('a', 'switch', { params: { cases: [{ id: 'default', when: 'true' }] } })], ['start > a']), code: 'reserved_case', pointer: '/nodes/1/params/cases/0/id', says: /cannot be called/ },
  { what: 'a variable written in a map', document: definition([node('m', 'map', { params: { items: [] } }), node('a', 'set', { parent: 'm', params: { vars: { x: 1 } } })], ['start > m']), code: 'set_in_map', pointer: '/nodes/2', says: /inside a map/ },
  { what: 'a variable written twice at the same time', document: definition([node('a', 'set', { params: { vars: { x: 1 } } }), node('b', 'set', { params: { vars: { x: 2 } } })], ['start > a', 'start > b']), code: 'set_in_parallel', pointer: '/nodes/2/params/vars', says: /same time/, severity: 'warning' },
  ...reminding('excluded', 'nobody_may_decide', /asks may not decide/, { assignees: ['Anna'], excluded: ['ben', ' anna '] }),
  ...reminding('escalateTo', 'nobody_may_decide', /escalates to may not decide/, { excluded: ['Head'], escalateAfter: '1h', escalateTo: ['head'] }),
  ...reminding('remindAfter', 'reminder_after_due', /comes after 2d, but the request closes after 1d/, { due: '1d', remindAfter: '2d' }),
  ...reminding('remindAfter', 'reminder_after_due', /comes after 24h/, { due: '1d', remindAfter: '24h' }),
  ...reminding('remindAfter', 'reminder_at_once', /at the moment/, { remindAfter: '0s' }),
  ...reminding('remindEvery', 'reminder_too_often', /every 30s; a minute is the least/, { remindAfter: '5s', remindEvery: '30s' }),
  ...reminding('remindEvery', 'reminders_unused', /nobody is reminded/, { remindEvery: '1h' }, 'warning'),
  ...reminding('remindTimes', 'reminders_unused', /nobody is reminded/, { remindTimes: 2 }, 'warning'),
  ...reminding('escalateTo', 'escalation_to_nobody', /after 1h, but to nobody/, { escalateAfter: '1h' }),
  ...reminding('escalateTo', 'escalation_to_nobody', /but to nobody/, { escalateAfter: '{{ input.x }}', escalateTo: [] }),
  ...reminding('escalateAfter', 'escalation_at_once', /at the moment/, { escalateAfter: '0s', escalateTo: ['head'] }),
  ...reminding('escalateAfter', 'escalation_after_due', /closes after 1d/, { due: '1d', escalateAfter: '1d', escalateTo: ['head'] }),
  ...reminding('escalateTo', 'escalation_unused', /but not when/, { escalateTo: ['head'] }, 'warning'),
  ...reminding('escalateTo', 'escalation_changes_nothing', /asked already/, { assignees: ['a', 'head'], escalateAfter: '1h', escalateTo: ['head'] }, 'warning'),
  { what: 'an approval without an end', document: definition([node('a', 'approval', { params: { title: 'ok?' } })], ['start > a']), code: 'approval_without_end', pointer: '/nodes/1/params', says: /without an end/, severity: 'warning' },
  // Edges
  { what: 'an edge to nothing', document: definition([t('a')], ['start > a', 'a > ghost']), code: 'dangling_edge', pointer: '/edges/1/target', says: /not there/ },
  { what: 'an edge from nothing', document: definition([t('a')], ['start > a', 'ghost > a']), code: 'dangling_edge', pointer: '/edges/1/source', says: /not there/ },
  { what: 'an edge to itself', document: definition([t('a')], ['start > a', 'a > a']), code: 'self_edge', pointer: '/edges/1/target', says: /to itself/ },
  { what: 'an edge across a border', document: definition([node('g', 'group'), t('a', 1, { parent: 'g' })], ['start > g', 'start > a']), code: 'edge_across_scopes', pointer: '/edges/1', says: /cross the border/ },
  { what: 'an edge drawn twice', document: definition([t('a')], ['start > a', 'start > a']), code: 'duplicate_edge', pointer: '/edges/1', says: /twice/ },
  { what: 'an edge id twice', document: { ...definition([t('a'), t('b')], []), edges: [...edges('start > a'), ...edges('a > b')] }, code: 'duplicate_edge_id', pointer: '/edges/1/id', says: /Two edges/ },
  { what: 'an edge into a start', document: definition([t('a'), node('s2', 'start')], ['start > a', 'a > s2']), code: 'edge_into_start', pointer: '/edges/1/target', says: /into a start/ },
  { what: 'an edge out of an end', document: definition([node('end'), t('a')], ['start > end', 'end > a']), code: 'edge_out_of_end', pointer: '/edges/1/source', says: /after an end/ },
  { what: 'an unknown branch', document: definition([t('a'), t('b')], ['start > a', 'a.maybe > b']), code: 'unknown_branch', pointer: '/edges/1/branch', says: /no branch "maybe"/ },
  { what: 'an edge out of a choice that does not say by which branch', document: definition([node('c', 'condition', { params: { if: 'true' } }), t('b')], ['start > c', 'c > b']), code: 'unknown_branch', pointer: '/edges/1/branch', says: /does not say/ },
  { what: 'an error branch that was not asked for', document: definition([t('a'), t('b')], ['start > a', 'a.error > b']), code: 'unknown_branch', pointer: '/edges/1/branch', says: /no branch "error"/ },
  { what: 'a join that asks for too much', document: definition([t('a', 1, { join: { atLeast: 3 } })], ['start > a']), code: 'join_impossible', pointer: '/nodes/1/join/atLeast', says: /has 1/ },
  { what: 'a rest that cannot be', document: one({ rest: 'cancel' }), code: 'rest_unused', pointer: '/nodes/1/rest', says: /no rest/, severity: 'warning' },
  { what: 'an edge of clean-up', document: definition([t('a'), t('z', 1, { always: true })], ['start > a', 'a > z']), code: 'edge_of_cleanup', pointer: '/edges/1', says: /clean-up/ },
  // Flow
  { what: 'a circle', document: definition([t('a'), t('b')], ['start > a', 'a > b', 'b > a']), code: 'cycle', pointer: '/nodes/1', says: /"a" → "b" → "a"/ },
  { what: 'a circle inside a container', document: definition([node('g', 'group'), t('a', 1, { parent: 'g' }), t('b', 1, { parent: 'g' })], ['start > g', 'a > b', 'b > a']), code: 'cycle', pointer: '/nodes/2', says: /in a circle/ },
  { what: 'a step nothing leads to', document: definition([t('a'), t('b')], ['start > a']), code: 'unreachable', pointer: '/nodes/2', says: /Nothing leads to "b"/ },
  // Sagas
  { what: 'a step of a saga that nothing undoes', document: saga([http('a', { url: 'x', method: 'POST' }, { parent: 's', retry: { maximumAttempts: 1 } })], []), code: 'step_without_compensation', pointer: '/nodes/2', says: /nothing undoes it/, severity: 'warning' },
  { what: 'a compensation outside a saga', document: definition([http('a'), http('u')], ['start > a', 'a ~ u']), code: 'compensation_outside_saga', pointer: '/edges/1', says: /in no saga/ },
  { what: 'an undo with other edges', document: saga([http('a', { url: 'x' }, { parent: 's' }), http('u', { url: 'x' }, { parent: 's' })], ['a > u', 'a ~ u']), code: 'undo_in_flow', pointer: '/edges/2/target', says: /other edges/ },
  { what: 'an undo that decides', document: saga([http('a', { url: 'x' }, { parent: 's' }), node('u', 'condition', { parent: 's', params: { if: 'true' } })], ['a ~ u']), code: 'compensation_target', pointer: '/edges/1/target', says: /cannot undo/ },
  { what: 'a compensation of a decision', document: saga([node('a', 'condition', { parent: 's', params: { if: 'true' } }), http('u', { url: 'x' }, { parent: 's' })], ['a ~ u']), code: 'compensation_source', pointer: '/edges/1/source', says: /could be undone/ },
  { what: 'two undos of one step', document: saga([http('a', { url: 'x' }, { parent: 's' }), http('u', { url: 'x' }, { parent: 's' }), http('v', { url: 'x' }, { parent: 's' })], ['a ~ u', 'a ~ v']), code: 'compensation_twice', pointer: '/edges/2/source', says: /two undos/ },
  { what: 'one undo of two steps', document: saga([http('a', { url: 'x' }, { parent: 's' }), http('b', { url: 'x' }, { parent: 's' }), http('u', { url: 'x' }, { parent: 's' })], ['a ~ u', 'b ~ u']), code: 'undo_shared', pointer: '/edges/2/target', says: /already/ },
  { what: 'an undo of an undo', document: saga([http('a', { url: 'x' }, { parent: 's' }), http('u', { url: 'x' }, { parent: 's' }), http('v', { url: 'x' }, { parent: 's' })], ['a ~ u', 'u ~ v']), code: 'undo_of_undo', pointer: '/edges/2', says: /not undone itself/ },
  // Expressions
  { what: 'an expression that ends too early', document: chain('{{ 1 + }}'), code: 'expression_syntax', pointer: '/nodes/2/params/value', says: /too early/ },
  { what: 'an expression that is never closed', document: chain({ deep: ['{{ input.a'] }), code: 'expression_syntax', pointer: '/nodes/2/params/value/deep/0', says: /never closed/ },
  { what: 'an unknown name', document: chain('{{ foo.bar }}'), code: 'expression_syntax', pointer: '/nodes/2/params/value', says: /nothing called foo/ },
  { what: 'an unknown function', document: chain('{{ shout("a") }}'), code: 'expression_syntax', pointer: '/nodes/2/params/value', says: /no function called shout/ },
  { what: 'a step by a computed name', document: chain('{{ nodes[input.x].output }}'), code: 'expression_syntax', pointer: '/nodes/2/params/value', says: /written out/ },
  { what: 'text added to a number', document: chain('{{ "a" + 1 }}'), code: 'expression_type', pointer: '/nodes/2/params/value', says: /cannot be added/ },
  { what: 'a condition that is a number', document: definition([node('c', 'condition', { params: { if: '1 + 1' } })], ['start > c']), code: 'not_a_condition', pointer: '/nodes/1/params/if', says: /true or false/ },
  { what: 'an unknown step', document: chain('{{ nodes.ghost.output }}'), code: 'unknown_step', pointer: '/nodes/2/params/value', says: /no step "ghost"/ },
  { what: 'an unknown field of a step', document: chain('{{ nodes.a.result }}'), code: 'unknown_step_field', pointer: '/nodes/2/params/value', says: /output, status or error/ },
  { what: 'a step that reads itself', document: one({ params: { value: '{{ nodes.a.output }}' } }), code: 'reference_to_itself', pointer: '/nodes/1/params/value', says: /itself/ },
  { what: 'a step that does not come before', document: definition([t('a', '{{ nodes.b.output }}'), t('b')], ['start > a', 'a > b']), code: 'reference_not_before', pointer: '/nodes/1/params/value', says: /does not come before/ },
  { what: 'a look into a container', document: definition([node('g', 'group'), t('a', 1, { parent: 'g' }), t('b', '{{ nodes.a.output }}')], ['start > g', 'g > b']), code: 'reference_into_container', pointer: '/nodes/3/params/value', says: /inside "g"/ },
  { what: 'a step that reads its own container', document: definition([node('g', 'group'), t('a', '{{ nodes.g.output }}', { parent: 'g' })], ['start > g']), code: 'reference_to_enclosing', pointer: '/nodes/2/params/value', says: /no output yet/ },
  { what: 'an item outside a map', document: chain('{{ item.name }}'), code: 'local_outside', pointer: '/nodes/2/params/value', says: /only in a map/ },
  { what: 'an unknown field of the run', document: chain('{{ run.owner }}'), code: 'unknown_run_field', pointer: '/nodes/2/params/value', says: /no "owner"/ },
  { what: 'a step that may have been skipped', document: definition([node('c', 'condition', { params: { if: 'true' } }), t('a'), t('j', '{{ nodes.a.output }}')], ['start > c', 'c.true > a', 'a > j', 'c.false > j']), code: 'reference_may_be_skipped', pointer: '/nodes/3/params/value', says: /may have been skipped/, severity: 'warning' },
  { what: 'a step that may still be running', document: definition([t('a'), t('b'), t('j', '{{ nodes.a.output }}', { join: 'any' })], ['start > a', 'start > b', 'a > j', 'b > j']), code: 'reference_may_be_open', pointer: '/nodes/3/params/value', says: /still be running/, severity: 'warning' },
  { what: 'a step that may have failed', document: definition([t('a', 1, { onError: 'continue' }), t('j', '{{ nodes.a.output.x }}')], ['start > a', 'a > j']), code: 'reference_may_have_failed', pointer: '/nodes/2/params/value', says: /may have failed/, severity: 'warning' },
  { what: 'a variable nobody sets', document: chain('{{ vars.total }}'), code: 'unknown_variable', pointer: '/nodes/2/params/value', says: /No step sets/, severity: 'warning' },
  { what: 'an input nobody declares', document: { ...chain('{{ input.nmae }}'), input: { type: 'object', properties: { name: {} } } }, code: 'undeclared_input', pointer: '/nodes/2/params/value', says: /declares no "nmae"/, severity: 'warning' },
  { what: 'a member that no http step gives', document: definition([http('a'), t('b', '{{ nodes.a.output.data }}')], ['start > a', 'a > b']), code: 'unknown_member', pointer: '/nodes/2/params/value', says: /^nodes\.a\.output has no "data"; it has status, body\.$/, severity: 'warning' },
  { what: 'a member of a text', document: { ...chain('{{ input.name.first }}'), input: { type: 'object', properties: { name: { type: 'string' } } } }, code: 'unknown_member', pointer: '/nodes/2/params/value', says: /input\.name is a string; it has no "first"/, severity: 'warning' },
  { what: 'a member of a list', document: { ...chain('{{ input.orders.total }}'), input: { type: 'object', properties: { orders: { type: 'array', items: { type: 'object' } } } } }, code: 'unknown_member', pointer: '/nodes/2/params/value', says: /input\.orders is a list; take an item .* input\.orders\[0\]\./, severity: 'warning' },
  { what: 'a member that a start does not pass on', document: { ...chain('{{ nodes.start.output.nmae }}'), input: { type: 'object', properties: { name: {} } } }, code: 'unknown_member', pointer: '/nodes/2/params/value', says: /nodes\.start\.output has no "nmae"/, severity: 'warning' },
  { what: 'a choice that is none', document: { ...chain('{{ input.kind == "blue" }}'), input: { type: 'object', properties: { kind: { type: 'string', enum: ['red', 'green'] } } } }, code: 'never_equal', pointer: '/nodes/2/params/value', says: /input\.kind is never "blue"; it is one of red, green\./, severity: 'warning' },
  { what: 'a map over a text', document: { ...definition([node('m', 'map', { params: { items: '{{ input.name }}' } }), t('i', 1, { parent: 'm' })], ['start > m']), input: { type: 'object', properties: { name: { type: 'string' } } } }, code: 'not_a_list', pointer: '/nodes/1/params/items', says: /gives a string/, severity: 'warning' },
  { what: 'a step that asks how its run stands', document: chain('{{ run.paused }}'), code: 'unknown_run_field', pointer: '/nodes/2/params/value', says: /^Only a query sees "paused"/ },
  { what: 'a query for an unknown field of the run', document: { ...chain(1), queries: { q: 'run.owner' } }, code: 'unknown_run_field', pointer: '/queries/q', says: /no "owner".* endedAt/ },
  { what: 'a query that cannot be parsed', document: { ...chain(1), queries: { q: '1 +' } }, code: 'expression_syntax', pointer: '/queries/q', says: /too early/ },
  // Schemas
  { what: 'an input schema of no type', document: { ...chain(1), input: { type: 'text' } }, code: 'bad_schema', pointer: '/input/type', says: /is no type/ },
  { what: 'a pattern that cannot be matched in linear time', document: { ...chain(1), input: { properties: { a: { pattern: '(a)\\1' } } } }, code: 'bad_schema', pointer: '/input/properties/a/pattern', says: /linear time/ },
  { what: 'a reference that leads nowhere', document: { ...chain(1), output: { $ref: 'https://example.com/s' } }, code: 'bad_schema', pointer: '/output/$ref', says: /leads nowhere/ },
];

describe('a malformed definition', () => {
  it.each(rows.map((row) => [row.what, row] as const))('with %s is told with its own code, sentence and place', (_what, row) => {
    const { findings } = checkDefinition(row.document, testCatalogue);
    const found = findings.filter(({ code, pointer }) => code === row.code && pointer === row.pointer);
    expect(found, JSON.stringify(findings, null, 1)).toHaveLength(1);
    expect(found[0]!.message).toMatch(row.says);
    expect(found[0]!.message).toMatch(/[.]$/);
    expect(found[0]!.severity).toBe(row.severity ?? 'error');
    const others = findings.filter((finding) => finding !== found[0] && finding.severity === 'error');
    // A mistake in one place is not told as another one elsewhere, except where a circle makes two of one.
    if (row.severity === 'warning') expect(others).toEqual([]);
  });

  it.each(rows.filter(({ severity }) => severity !== 'warning').map((row) => [row.what, row] as const))('with %s is not compiled', (_what, row) => {
    expect(() => compileDefinition(row.document as Definition, testCatalogue)).toThrow(DefinitionError);
  });

  it('is told of everything at once', () => {
    const { findings, definition: read } = checkDefinition(
      { heddle: 1, name: 'x', extra: 1, nodes: [node('start'), { id: 'a', type: 'nope', colour: 1 }, t('b', '{{ 1 + }}'), t('b', '{{ nodes.ghost.output }}')], edges: edges('start > b', 'b > ghost', 'b > b') },
      testCatalogue,
    );
    expect(read).toBeNull();
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['unknown_field', 'unknown_type', 'unreachable', 'expression_syntax', 'duplicate_id', 'unknown_step', 'dangling_edge', 'self_edge']));
  });
});

describe('what a loop is told', () => {
  const fixes = (loop: object, inside: object[], wires: string[] = []) => checkDefinition(definition([node('l', 'loop', { params: loop as never }), ...(inside as never[])], ['start > l', ...wires]), testCatalogue).findings.map(({ code, fix }) => ({ code, fix }));
  it.each(['while', 'until'])('its %s reads what the last iteration gave, and no step of it', (mode) => {
    expect(fixes({ [mode]: 'nodes.a.output == 1' }, [t('a', 1, { parent: 'l' })])).toContainEqual({ code: 'reference_into_container', fix: 'Read previous: it is what the last iteration gave.' });
  });
  it('its iterations are counted by another name than the items of a map', () => {
    expect(fixes({ count: 2 }, [t('a', '{{ index }}', { parent: 'l' })])).toContainEqual({ code: 'local_outside', fix: 'In a loop, read iteration.' });
  });
});

describe('an input that is not declared', () => {
  const told = (value: string) => checkDefinition({ ...chain(`{{ ${value} }}`), input: { type: 'object', properties: { name: {} } } }, testCatalogue).findings.filter(({ code }) => code === 'undeclared_input').length;
  it('is not told of where the same expression asks for it', () => {
    for (const sound of ['has(input.more) ? input.more : 1', '"more" in input && input.more == 1', 'has(input.more.deep) ? input.more.deep : 1']) expect(told(sound), sound).toBe(0);
  });
  it('is told of where another one asks, or only something in it is asked for by "in"', () => {
    for (const wrong of ['has(input.more) }} {{ input.more', '"deep" in input.more && input.more.deep == 1', '"name" in input && input.more == 1']) expect(told(wrong), wrong).toBe(1);
  });
});
