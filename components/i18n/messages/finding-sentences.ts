import type { Sentence, ValueNames } from './sentence.ts';

const CRON_FIELDS: Readonly<Record<string, string>> = { minute: '分钟', hour: '小时', 'day of the month': '日', month: '月', 'day of the week': '星期' };
const CRON = '(minute|hour|day of the month|month|day of the week)';
const cron = (pattern: string): RegExp => new RegExp(`^The ${CRON} ${pattern}$`);

/** The name of a step as the engine writes it: `"Hotel" (hotel)` or `"hotel"`. */
const STEP = '"(.+?)"(?: \\([\\w-]+\\))?';
const step = (pattern: string): RegExp => new RegExp(`^${pattern.replaceAll('STEP', STEP)}$`);

const KINDS: Readonly<Record<string, string>> = { text: '文本', 'a list': '列表', 'an object': '对象', 'true or false': 'true 或 false', 'a whole number': '整数', 'a number': '数字', 'of another kind': '其他类型' };
const HOMES: Readonly<Record<string, string>> = { 'a map': '遍历', 'a loop': '循环', 'the undo of a step': '步骤的撤销步骤', 'an update': '更新' };
const EDGE_ENDS: Readonly<Record<string, string>> = { begins: '起点', ends: '终点' };
const LISTS: Readonly<Record<string, string>> = { nodes: '节点', edges: '连线' };

const TYPES: Readonly<Record<string, string>> = { number: '数字', string: '文本', bool: '布尔值', list: '列表', map: '映射', null: '空值' };
const typeName = (type: string): string => TYPES[type] ?? type;

/** `text or a list` → `文本或列表`. */
function choices(said: string, option: (value: string) => string): string {
  const parts = KINDS[said] === undefined ? said.split(' or ') : [said];
  const called = parts.map((part) => KINDS[part] ?? part.replace(/^"(.*)"$/, (_, value: string) => `“${option(value)}”`));
  return called.length < 2 ? called.join('') : `${called.slice(0, -1).join('、')}或${called.at(-1)!}`;
}

/** That a setting is empty, by its label. */
export const emptyZh = (label: string): string => `请填写“${label}”。`;

const called = ([first = '']: readonly string[], { setting }: ValueNames): string => (first === '' ? '此处' : `“${setting(first)}”`);

/**
 * Sentences of the engine that name values, in Chinese: a pattern of the English one and how it is said.
 * A sentence without a pattern stays as it is, behind what `FINDINGS_ZH` says of its code.
 */
export const FINDING_SENTENCES_ZH: readonly Sentence[] = [
  // what starts a run
  [/^A cron expression has five fields .*; this one has (none|\d+)\.$/, ([count]) => `Cron 表达式有五个字段（分钟、小时、日、月、星期），现有 ${count === 'none' ? 0 : count} 个。`],
  [cron('"(.*)" cannot be read: .+'), ([field, part]) => `${CRON_FIELDS[field!]}“${part}”无法识别：可用数字、“*”、范围（如“1-5”）、列表（如“1,15”）和步长（如“*/10”）${field === 'month' || field === 'day of the week' ? '，也可用英文缩写' : ''}。`],
  [cron('"(.*)" has steps of 0, which lead nowhere\\.'), ([field, part]) => `${CRON_FIELDS[field!]}“${part}”的步长不能为 0。`],
  [cron('"(.*)" has steps of (\\d+): there are only (\\d+) to step through\\.'), ([field, part, by, most]) => `${CRON_FIELDS[field!]}“${part}”的步长为 ${by}，而该字段只有 ${most} 个值。`],
  [cron('"(.*)" has steps without a range: write "(.+)"\\.'), ([field, part, written]) => `${CRON_FIELDS[field!]}“${part}”有步长而无范围，请写作“${written}”。`],
  [cron('"(.*)" is not one of (\\d+–\\d+)(?: or ([A-Z]+–[A-Z]+))?\\.'), ([field, part, numbers, names = '']) => `${CRON_FIELDS[field!]}“${part}”不在 ${numbers}${names === '' ? '' : ` 或 ${names}`} 之中。`],
  [cron('"(.*)" ends before it begins\\.'), ([field, part]) => `${CRON_FIELDS[field!]}“${part}”的终点在起点之前。`],
  [/^No month of "(.+)" has a day "(.+)", so it would never come\.$/, ([month, day]) => `月份“${month}”中没有日“${day}”，永远不会到来。`],
  [/^A schedule comes at most every 5s; this one says (.+)\.$/, ([every]) => `计划的间隔至少为 5s，现为“${every}”。`],
  [/^There is no time zone "(.+)"\.$/, ([zone]) => `没有时区“${zone}”。`],
  [/^Nothing works out "(.+)" before there is a run: .+$/, ([expression]) => `运行开始之前无法计算“${expression}”：计划的输入只能使用“{{ scheduledAt }}”。`],
  [/^The workflow would not take the input of this schedule\. (\S+): (.+)$/, ([where, what]) => `工作流不接受此计划的输入，“${where}”：“${what}”`],
  // shape and settings
  [/^A definition holds at most (\d+) (nodes|edges); this one has (\d+)\.$/, ([most, what, count]) => `定义最多包含 ${most} 个${LISTS[what!]}，现有 ${count} 个。`],
  [/^"(\w+)" is a list\.$/, ([field]) => `“${field}”必须是列表。`],
  [/^There is no field "(.+)" here\.$/, ([field]) => `这里没有名为“${field}”的设置，请删除。`],
  [/^(?:"(.+)"|This) is missing\.$/, (values, names) => `缺少${called(values, names)}。`],
  [/^(?:"(.+?)"|This) must be (.+)\.$/, (values, names) => `${called(values, names)}必须是${choices(values[1]!, (value) => names.option(values[0]!, value))}。`],
  [/^(?:"(.+)"|This) is too large; the most is (.+)\.$/, (values, names) => `${called(values, names)}过大，最大为 ${values[1]}。`],
  [/^(?:"(.+)"|This) is too small; the least is (.+)\.$/, (values, names) => `${called(values, names)}过小，最小为 ${values[1]}。`],
  [/^(?:"(.+)"|This) is too long; the most is (.+)\.$/, (values, names) => `${called(values, names)}过长，最多为 ${values[1]}。`],
  [/^(?:"(.+)"|This) is too short; the least is (.+)\.$/, (values, names) => `${called(values, names)}过短，最少为 ${values[1]}。`],
  [/^(?:"(.+)"|This) is not written as it must be\.$/, (values, names) => `${called(values, names)}的写法不正确。`],
  [/^An id starts with a letter and holds letters, digits, _ and -, at most 64 of them\.$/, () => 'id 以字母开头，只能包含字母、数字、_ 和 -，最多 64 个字符。'],
  [/^A duration looks like "500ms", "30s", "1h30m" or "2d"\.$/, () => '时长应写作“500ms”“30s”“1h30m”或“2d”。'],
  [/^A task queue name holds .+\.$/, () => '任务队列的名称只能包含小写字母、数字、点、短横线和下划线。'],
  [/^A workflow needs a name\.$/, () => '请填写工作流名称。'],
  [/^Expected a value of this kind, or an expression in \{\{ \}\}\.$/, () => '请填写符合类型的值，或写在 {{ }} 中的表达式。'],
  [/^An instant looks like "(.+)"\.$/, ([example]) => `时刻应写作“${example}”。`],
  [/^The name of a tool holds .+\.$/, () => '工具名称只能包含字母、数字、_ 和 -，最多 64 个字符。'],
  [/^A status is a number, or a class such as "2xx"\.$/, () => '状态码应为数字，或“2xx”这样的类别。'],
  [/^A (?:choice|case) cannot be called "(.+)": that branch is there already\.$/, ([name], { branch }) => `名称不能为“${branch(name!)}”，该分支已存在。`],
  [/^Two choices have the same name\.$/, () => '有两个选项同名，请为其中一个改名。'],
  [/^Two tools have the same name\.$/, () => '有两个工具同名，请为其中一个改名。'],
  [/^Two cases are called "(.+)"\.$/, ([name]) => `有两个分支都叫“${name}”，请为其中一个改名。`],
  [/^"(.+)" is not one of the choices\.$/, ([name], { branch }) => `“${branch(name!)}”不在选项之中。`],
  // types and edges
  [/^There is no node type "(.+)"\.$/, ([type]) => `没有名为“${type}”的节点类型。`],
  [/^The type "(.+)" is known up to version (\d+), not (\d+)\.$/, ([type, known, wanted]) => `节点类型“${type}”最高支持版本 ${known}，而非 ${wanted}。`],
  [/^The edge "(.+)" (begins|ends) at "(.+)", which is not there\.$/, ([edge, end, node]) => `连线“${edge}”的${EDGE_ENDS[end!]}“${node}”不存在。`],
  [step('The edge "(.+)" does not say by which branch it leaves STEP\\.'), ([edge, name]) => `连线“${edge}”没有说明从“${name}”的哪个分支离开。`],
  [step('STEP has no branch "(.+)"\\.'), ([name, branch], names) => `“${name}”没有分支“${names.branch(branch!)}”，请改接到现有的分支。`],
  // sub-workflows
  [/^There is no workflow "(.+)"\.$/, ([slug]) => `没有名为“${slug}”的工作流。`],
  [/^"(.+)" has no version (\d+); the latest is (\d+)\.$/, ([name, wanted, latest]) => `“${name}”没有版本 ${wanted}，最新为 ${latest}。`],
  [/^"(.+?)" cannot run\. .+$/, ([name]) => `“${name}”自身有错误而无法运行，请修正并重新发布。`],
  [/^"(.+?)" would refuse this input\. The value needs "(.+)"\.$/, ([name, field]) => `“${name}”会拒绝此输入：缺少“${field}”。`],
  [/^"(.+?)" would refuse this input\. "(.+)" is not expected here\.$/, ([name, field]) => `“${name}”会拒绝此输入：不认识“${field}”。`],
  [/^"(.+?)" would refuse this input\. .+$/, ([name]) => `“${name}”会拒绝此输入，请按其输入的 JSON Schema 填写。`],
  // expressions
  [/^The expression is empty\.$/, () => '表达式为空。'],
  [/^The expression is nested too deeply\.$/, () => '表达式嵌套过深。'],
  [/^The expression has too many parts; .+\.$/, () => '表达式过于复杂，请改用代码步骤。'],
  [/^The expression ends too early\.$/, () => '表达式没有写完。'],
  [/^An operator is missing between two values\.$/, () => '两个值之间缺少运算符。'],
  [/^There is a "(.+)" that belongs to nothing\.$/, ([sign]) => `多出了“${sign}”。`],
  [/^Compare with "==", not with "="\.$/, () => '比较请用“==”，而不是“=”。'],
  [/^A text is opened but not closed\.$/, () => '文本缺少结尾的引号。'],
  [/^(.+) must be true or false, but is a (\w+)\.$/, ([, type]) => `这里需要 true 或 false，而不是${typeName(type!)}。`],
  [/^There is nothing called (.+?)\. Did you mean (.+)\?$/, ([name, near]) => `没有名为 ${name} 的值，是否指 ${near}？`],
  [/^There is nothing called (.+?)\. .+$/, ([name]) => `没有名为 ${name} 的值；文本要写在引号中。`],
  [/^There is no function called (.+)\.$/, ([name]) => `没有名为 ${name} 的函数。`],
  [/^(\w+) is called as (.+)\.$/, ([name, signature]) => `${name} 的写法是 ${signature}。`],
  [/^A (\w+) is never equal to a (\w+)\.$/, ([left, right]) => `${typeName(left!)}与${typeName(right!)}永不相等。`],
  [/^A (\w+) and a (\w+) have no order between them\.$/, ([left, right]) => `${typeName(left!)}与${typeName(right!)}之间没有大小之分。`],
  [/^A (\w+) and a (\w+) cannot be added\..*$/, ([left, right]) => `${typeName(left!)}与${typeName(right!)}不能相加。`],
  [/^"(.+)" computes with numbers, not with a (\w+)\.$/, ([sign, type]) => `“${sign}”只能计算数字，不能用于${typeName(type!)}。`],
  [/^"in" looks into a list or a map, not into a (\w+)\.$/, ([type]) => `“in”只能在列表或映射中查找，不能用于${typeName(type!)}。`],
  [/^(\w+)\(\) walks a list or a map, not a (\w+)\.$/, ([name, type]) => `${name}() 只能遍历列表或映射，不能用于${typeName(type!)}。`],
  [/^"(.+)" was not reached in the last run\.$/, ([name]) => `上次运行未执行到“${name}”。`],
  [/^"(.+)" exists only in (.+)\.$/, ([name, home]) => `“${name}”只能在${HOMES[home!] ?? home}中使用。`],
  [/^A run has no "(.+)"; it has (.+)\.$/, ([field, known]) => `运行没有“${field}”，可用的有 ${known}。`],
  [/^No step sets the variable "(.+)"\.$/, ([name]) => `没有步骤设置变量“${name}”。`],
  [/^The input of this workflow declares no "(.+)"\.$/, ([name]) => `工作流的输入没有声明“${name}”。`],
  [/^(.+?) has no "(.+)"; it has (.+)\.$/, ([path, key, known]) => `${path} 没有“${key}”，可用的有 ${known}。`],
  [/^(.+?) is a list; take an item of it before "(.+)", as in (.+)\.$/, ([path, key, written]) => `${path} 是列表，请先取其中一项再读取“${key}”，例如 ${written}。`],
  [/^(.+?) is a (\w+); it has no "(.+)"\.$/, ([path, type, key]) => `${path} 是${typeName(type!)}，没有“${key}”。`],
  [/^(.+?) is always null\.$/, ([path]) => `${path} 始终为 null。`],
  [/^(.+?) is never "(.+)"; it is one of (.+)\.$/, ([path, value, known]) => `${path} 不会是“${value}”，只会是 ${known!.split(', ').join('、')} 之一。`],
  [/^A map walks a list; this gives a (\w+)\.$/, ([type]) => `这里得到的是${typeName(type!)}，遍历需要列表。`],
  [/^There is no step "(.+)"\.$/, ([id]) => `没有名为“${id}”的步骤。`],
  [/^Of a step one reads output, status or error, not "(.+)"\.$/, ([field]) => `只能读取步骤的 output、status 或 error，不能读取“${field}”。`],
  [/^"(.+)" stands inside a container and is seen from there only\.$/, ([id]) => `“${id}”在容器内，只能在该容器内读取。`],
  [/^"(.+)" stands inside "(.+)" and is seen from there only\.$/, ([id, home]) => `“${id}”在“${home}”内，只能在其中读取。`],
  [/^"(.+)" is the container this step stands in; it has no output yet\.$/, ([id]) => `“${id}”是此步骤所在的容器，尚无输出。`],
  [step('STEP is clean-up too; nothing says which comes first\\.'), ([name]) => `“${name}”也是清理步骤，两者没有先后之分。`],
  [step('STEP runs later than this step, if at all\\.'), ([name]) => `“${name}”在此步骤之后才可能运行。`],
  [step('STEP does not come before STEP, so its output would never be there\\.'), ([name, here]) => `“${name}”不在“${here}”之前，届时没有它的输出。`],
  [step('STEP may not have run when the clean-up does, .+'), ([name]) => `清理时“${name}”可能尚未运行，届时输出为 null。`],
  [step('STEP may not have run when "(.+)" is undone, .+'), ([name, undone]) => `撤销“${undone}”时“${name}”可能尚未运行，届时输出为 null。`],
  [step('STEP is disabled, .+'), ([name]) => `“${name}”已停用，其输出为 null。`],
  [step('STEP may still be running when this step starts, .+'), ([name]) => `此步骤开始时“${name}”可能仍在运行，届时输出为 null。`],
  [step('STEP may have been skipped, .+'), ([name]) => `“${name}”可能被跳过，届时输出为 null。`],
  [step('STEP may have failed and gone on, .+'), ([name]) => `“${name}”可能失败后继续，届时输出为 null。`],
  [step('STEP may have left by its error branch, .+'), ([name]) => `“${name}”可能已从错误分支离开，届时输出为 null。`],
];

/** What to do about it, where it is worth saying in Chinese too. */
export const FIXES_ZH: readonly Sentence[] = [
  [/^Write one, such as "(.+)" for weekdays at nine\.$/, ([cron]) => `例如“${cron}”表示每个工作日九点。`],
  [/^Use a name of the IANA list, such as "(.+)", or "(.+)"\.$/, ([zone, utc]) => `请使用 IANA 时区名，例如“${zone}”或“${utc}”。`],
  [/^Did you mean "(.+)"\?$/, ([near]) => `是否指“${near}”？`],
  [/^An id with a dash is written (.+)\.$/, ([written]) => `带短横线的 id 写作 ${written}。`],
  [/^Read previous: it is what the last iteration gave\.$/, () => '请读取 previous：上一轮的输出。'],
  [/^In a loop, read iteration\.$/, () => '在循环中请读取 iteration。'],
  [/^Read (nodes\..+)\.$/, ([written]) => `请读取 ${written}。`],
  [/^An agent whose answer is not described answers with text alone: .+\.$/, () => '“答案”留空时智能体只回答文本：请读取 output.text，或填写“答案”。'],
  [/^Say which list it walks, such as (.+)\.$/, ([example]) => `请指明要遍历的列表，例如 ${example}。`],
  [/^Name a list\.$/, () => '请填写一个列表。'],
  [/^Write ((?:nodes|input|payload|compensated)\b.+)\.$/, ([written]) => `请写作 ${written}。`],
  [/^Draw an edge that leads from "(.+)" to "(.+)"\.$/, ([from, to]) => `请画一条从“${from}”到“${to}”的连线。`],
];
