import type { Sentence } from './sentence.ts';

const WANTED: Readonly<Record<string, string>> = {
  'a string': '文本', 'a number': '数字', 'an integer': '整数', 'a boolean': 'true 或 false', 'an array': '列表', 'an object': '对象', 'a record': '对象', 'a null': 'null',
  string: '文本', number: '数字', int: '整数', integer: '整数', boolean: 'true 或 false', array: '列表', object: '对象', record: '对象', null: 'null',
  'an instant such as 2026-01-31T12:00:00Z': '时刻，如“2026-01-31T12:00:00Z”', 'a value of the right form': '格式正确的值',
};
const wanted = (kind: string): string => WANTED[kind] ?? `“${kind}”`;
/** The types of a JSON Schema: `string, null`. */
const types = (said: string): string => said.split(', ').map(wanted).join('或');

/** The value that a JSON Schema speaks of: `"lines.0.price"` or `The value`. */
const VALUE = '(?:"(.*)"|The value)';
const about = (path: string | undefined): string => (path === undefined || path === '' ? '此值' : `“${path}”`);
const value = (pattern: string): RegExp => new RegExp(`^${pattern.replace('VALUE', VALUE)}$`);

const BOUNDS: Readonly<Record<string, string>> = { 'at least': '不能小于', 'more than': '必须大于', 'at most': '不能大于', 'less than': '必须小于' };

/** What is wrong at one place of a request or of a value that a JSON Schema describes. */
export const FIELD_SENTENCES_ZH: readonly Sentence[] = [
  // the schemas of the API
  [/^There is no field "(.+)" here\. Leave it out, .+$/, ([field]) => `这里没有名为“${field}”的字段，请删除或检查拼写。`],
  [/^It is required\.$/, () => '此项必填。'],
  [/^It holds among the runs of one workflow: name that in "workflow", or leave "(.+)" out\.$/, ([field]) => `它只在同一工作流的运行之间有效：请在“workflow”中指明工作流，或去掉“${field}”。`],
  [/^It must be (an? .+)\.$/, ([kind]) => `必须是${wanted(kind!)}。`],
  [/^It must have at most (.+) characters\.$/, ([most]) => `最多 ${most} 个字符。`],
  [/^It must have at least (.+) characters\.$/, ([least]) => `至少 ${least} 个字符。`],
  [/^It must have at most (.+) entries\.$/, ([most]) => `最多 ${most} 项。`],
  [/^It must have at least (.+) entries\.$/, ([least]) => `至少 ${least} 项。`],
  [/^It must be (at least|at most) (\S+)\.$/, ([bound, limit]) => `${BOUNDS[bound!]} ${limit}。`],
  [/^This definition has format (-?\d+); this version of Heddle reads formats up to (\d+)\. .+$/, ([own, most]) => `此定义的格式为 ${own}，此版本的 Heddle 最高支持格式 ${most}，请更新 Heddle。`],
  [/^This definition has format (-?\d+), which nothing reads any more\.$/, ([own]) => `此定义的格式为 ${own}，已不再支持。`],
  [/^It must be one of (.+)\.$/, ([values]) => `必须是其中之一：${values}。`],
  [/^It must be ((?:"|-?\d|true|false|null).*)\.$/, ([only]) => `必须是 ${only}。`],
  [/^It is not (an? .+)\.$/, ([kind]) => `不是${wanted(kind!)}。`],
  [/^It has none of the forms that stand here\.$/, () => '不符合这里允许的任何一种形式。'],
  [/^It must be the number of an event\.$/, () => '必须是事件的编号。'],
  [/^It is nested more than (\d+) deep\.$/, ([depth]) => `嵌套不能超过 ${depth} 层。`],
  [/^NUL characters .+$/, () => '含有无法存储的字符（NUL 或不完整的代理对），请删除。'],
  [/^A slug holds lower-case letters, digits and dashes\.$/, () => '标识只能包含小写字母、数字和短横线。'],
  [/^A duration looks like .+$/, () => '时长应写作“500ms”“30s”“1h30m”或“2d”。'],
  [/^Wait at most 5m; .+$/, () => '最多等待“5m”；需要更久时请关注运行的事件。'],
  [/^Wait at most (\w+), and poll again\.$/, ([most]) => `最多等待“${most}”，之后请重新领取。`],
  [/^A lease lasts from (\w+) to (\w+)\.$/, ([least, most]) => `租约的时长应在“${least}”到“${most}”之间。`],
  [/^The name of a worker .+$/, () => '执行器的名称只能包含字母、数字和符号，不能有空格。'],
  [/^The hash of a value .+$/, () => '数据值的哈希是 64 位小写十六进制数。'],
  [/^Write one or several of (.+), with commas between them\.$/, ([values]) => `请填写一个或多个状态，以逗号分隔：“${values}”。`],
  [/^Write an attribute as name:value(, .+)?\.$/, ([many]) => `属性应写作“name:value”${many === '' ? '' : '，最多八个'}。`],
  [/^Write an assignee as a name .+$/, () => '审批人的名称最多 200 个字符，最多五十人。'],
  [/^Say at least one condition, .+$/, () => '请至少填写一个条件，如“workflow”或“status”。'],
  [/^A batch of signals needs .+$/, () => '批量发送信号时必须填写信号名称，其他批量操作不能填写。'],
  [/^A request asks at most (\d+) people and groups\.$/, ([most]) => `一个审批最多可请 ${most} 个人或组。`],
  [/^A workflow starts another at most (\d+) runs deep; .+$/, ([most]) => `工作流最多逐层启动 ${most} 层子运行。`],
  // zod, where a node's own parameters are checked
  [/^Invalid input: expected (\w+), received undefined$/, () => '此项必填。'],
  [/^Invalid input: expected (\w+)(?:, received \w+)?$/, ([kind]) => `必须是${wanted(kind!)}。`],
  [/^Invalid (?:input|option): expected (?:one of )?(.+)$/, ([values]) => `必须是其中之一：${values!.replaceAll('|', '、')}。`],
  [/^Unrecognized keys?: (.+)$/, ([keys]) => `这里没有名为 ${keys} 的设置。`],
  [/^Too big: expected \w+ to (?:be|have) (?:<=|<)\s?(\S+)(?: \w+)?$/, ([most]) => `超出上限 ${most}。`],
  [/^Too small: expected \w+ to (?:be|have) (?:>=|>)\s?(\S+)(?: \w+)?$/, ([least]) => `低于下限 ${least}。`],
  // a part of a workflow that is to be run alone
  [/^"(.+)" runs only to undo another step, .+$/, ([id]) => `“${id}”只用于撤销其他步骤，不能单独运行。`],
  [/^"(.+)" is disabled\. Enable it first\.$/, ([id]) => `“${id}”已停用，请先启用。`],
  [/^"(.+)" reads (.+), of which there is no data\. .+$/, ([id, named]) => `“${id}”要读取 ${named}，但没有相应的数据。请固定其输出，或改为运行到“${id}”。`],
  [/^"(.+)" is no approval of this workflow\.$/, ([id]) => `“${id}”不是此工作流的审批步骤。`],
  [/^"(.+)" has no outcome "(.+)"; it has (.+)\.$/, ([id, outcome, known], { branch }) => `“${id}”没有选项“${branch(outcome!)}”，可用的有${known!.split(', ').map((name) => `“${branch(name)}”`).join('、')}。`],
  // JSON Schema
  [value('VALUE needs "(.*)"\\.'), ([path, field]) => (path === '' ? `缺少“${field}”。` : `“${path}”缺少“${field}”。`)],
  [value('VALUE is not expected here\\.'), ([path]) => `此处不应有${about(path)}。`],
  [value('VALUE must be (at least|more than|at most|less than) (\\S+)\\.'), ([path, bound, limit]) => `${about(path)}${BOUNDS[bound!]} ${limit}。`],
  [value('VALUE must be one of ([[].*)\\.'), ([path, values]) => `${about(path)}必须是其中之一：${values!.slice(1, -1)}。`],
  [value('VALUE must be ((?:(?:string|number|integer|boolean|array|object|null)(?:, )?)+)\\.'), ([path, said]) => `${about(path)}必须是${types(said!)}。`],
  [value('VALUE must be (["[{\\d-].*|true|false|null)\\.'), ([path, only]) => `${about(path)}必须是 ${only}。`],
  [value('VALUE does not look like (.+)\\.'), ([path, pattern]) => `${about(path)}的格式不符合“${pattern}”。`],
  [value('VALUE is no (.+)\\.'), ([path, format]) => `${about(path)}不是有效的“${format}”。`],
  [value('VALUE: String is too short \\(\\d+ < (\\d+)\\)\\.'), ([path, least]) => `${about(path)}至少要有 ${least} 个字符。`],
  [value('VALUE: String is too long \\(\\d+ > (\\d+)\\)\\.'), ([path, most]) => `${about(path)}最多 ${most} 个字符。`],
  [value('VALUE: Array has too few items \\(\\d+ < (\\d+)\\)\\.'), ([path, least]) => `${about(path)}至少要有 ${least} 项。`],
  [value('VALUE: Array has too many items \\(\\d+ > (\\d+)\\)\\.'), ([path, most]) => `${about(path)}最多 ${most} 项。`],
  [value('VALUE: Duplicate items .+'), ([path]) => `${about(path)}的各项不能重复。`],
  [value('VALUE: .+ is not a multiple of (\\S+)\\.'), ([path, of]) => `${about(path)}必须是 ${of} 的倍数。`],
  [value('VALUE: .+'), ([path]) => `${about(path)}不符合其 JSON Schema。`],
  [/^A list of more than (\d+) items cannot be checked for unique items\.$/, ([most]) => `列表超过 ${most} 项，无法检查是否重复。`],
  [/^The value or the schema is nested too deeply to be checked\.$/, () => '值或其 JSON Schema 嵌套过深，无法检查。'],
];
