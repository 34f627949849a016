import { messages } from '../message.ts';

/** Texts of the form builder: a JSON Schema as a list of fields. */
export const builder = messages({
  view: { en: 'How it is written', zh: '编辑方式' },
  fields: { en: 'Fields', zh: '字段' },
  json: { en: 'JSON Schema', zh: 'JSON Schema' },
  addField: { en: 'Add a field', zh: '添加字段' },
  noFields: { en: 'No fields yet.', zh: '还没有字段。' },
  notJsonYet: { en: 'The fields come back when what is written here can be read.', zh: '此处内容可读取后才能切换回字段。' },

  // one field, `{name}` is its name
  field: { en: 'Field {name}', zh: '字段 {name}' },
  name: { en: 'Name of field {number}', zh: '第 {number} 个字段的名称' },
  label: { en: 'Label of {name}', zh: '{name} 的标签' },
  type: { en: 'Type of {name}', zh: '{name} 的类型' },
  required: { en: 'Required', zh: '必填' },
  requiredOf: { en: '{name} is required', zh: '{name} 为必填' },
  more: { en: 'More about {name}', zh: '{name} 的更多设置' },
  actions: { en: 'What can be done with {name}', zh: '{name} 的操作' },
  move: { en: 'Move {name}: drag, or the arrow keys', zh: '移动 {name}：拖动，或用方向键' },
  duplicate: { en: 'Duplicate', zh: '复制一份' },
  placed: { en: '{name} is {place} of {count}', zh: '{name} 现为第 {place} 项，共 {count} 项' },
  help: { en: 'Help text', zh: '帮助文字' },
  options: { en: 'Options, one a line', zh: '选项，每行一个' },
  option: { en: 'Option {number}', zh: '选项 {number}' },
  noOptions: { en: 'Nobody can answer without an option.', zh: '没有选项就无法回答。' },
  optionTwice: { en: '“{option}” stands twice; it counts once.', zh: '“{option}”重复，只计一次。' },
  default: { en: 'Default', zh: '默认值' },
  noDefault: { en: 'Without a default', zh: '去掉默认值' },
  kept: { en: 'Also kept, written in JSON Schema: {keywords}', zh: '另有保留的内容，见 JSON Schema：{keywords}' },
  nestedHelp: { en: 'What is inside is written in JSON Schema, and kept.', zh: '其内部结构在 JSON Schema 中编写，予以保留。' },
  longFrom: { en: 'Above 200 it is a long text.', zh: '超过 200 即为长文本。' },

  // types
  'type-text': { en: 'Text', zh: '文本' },
  'type-longText': { en: 'Long text', zh: '长文本' },
  'type-number': { en: 'Number', zh: '数字' },
  'type-integer': { en: 'Whole number', zh: '整数' },
  'type-boolean': { en: 'Yes or no', zh: '是或否' },
  'type-choice': { en: 'Choice', zh: '单选' },
  'type-choices': { en: 'Several choices', zh: '多选' },
  'type-date': { en: 'Date', zh: '日期' },
  'type-dateTime': { en: 'Date and time', zh: '日期时间' },
  'type-email': { en: 'Email', zh: '邮箱' },
  'type-url': { en: 'Web address', zh: '网址' },
  'type-texts': { en: 'List of texts', zh: '文本列表' },
  'type-json': { en: 'Any JSON', zh: '任意 JSON' },
  'type-nested': { en: 'Structure', zh: '结构' },

  // limits
  minLength: { en: 'Characters, at least', zh: '最少字符数' },
  maxLength: { en: 'Characters, at most', zh: '最多字符数' },
  minimum: { en: 'At least', zh: '最小值' },
  maximum: { en: 'At most', zh: '最大值' },
  minItems: { en: 'Entries, at least', zh: '最少项数' },
  maxItems: { en: 'Entries, at most', zh: '最多项数' },
  pattern: { en: 'Pattern', zh: '格式（正则表达式）' },
  'limit-notCount': { en: 'Write a whole number from 0.', zh: '请输入不小于 0 的整数。' },
  'limit-notNumber': { en: 'Write a number.', zh: '请输入数字。' },
  'limit-badPattern': { en: 'This is no regular expression that can be matched in linear time.', zh: '不是可在线性时间内匹配的正则表达式。' },
  'limit-crossed': { en: 'The least is above the most: nobody can answer.', zh: '下限大于上限，无法作答。' },

  // names
  'name-empty': { en: 'A field needs a name.', zh: '字段需要名称。' },
  'name-notName': { en: 'A name starts with a letter and holds letters, digits and _, at most 64 of them.', zh: '名称须以字母开头，只含字母、数字和 _，最多 64 个字符。' },
  'name-reserved': { en: '“{name}” means something else in expressions.', zh: '“{name}”在表达式中另有含义。' },
  'name-taken': { en: 'Another field is called “{name}”.', zh: '已有名为“{name}”的字段。' },
  left: { en: 'Expressions follow the new name. These take the whole value and may still read “{name}”: {steps}', zh: '表达式已随新名称更新。以下步骤取用整个值，可能仍读取“{name}”：{steps}' },
  leftWriting: { en: 'These may still answer with “{name}”: {steps}', zh: '以下步骤的结果可能仍使用“{name}”：{steps}' },

  // preview
  preview: { en: 'What people will see', zh: '填写者看到的表单' },

  // why not fields
  refused: { en: 'This cannot be shown as fields: {reason}', zh: '无法以字段显示：{reason}' },
  refusedField: { en: '“{field}” cannot be shown as a field: {reason}', zh: '“{field}”无法以字段显示：{reason}' },
  'why-reference': { en: '{keyword} takes a schema from another place.', zh: '{keyword} 引用了别处的结构。' },
  'why-combination': { en: '{keyword} combines several schemas.', zh: '{keyword} 组合了多个结构。' },
  'why-condition': { en: '{keyword} makes one answer depend on others.', zh: '{keyword} 使某个回答取决于其他回答。' },
  'why-fixed': { en: '{keyword} leaves nothing to fill in.', zh: '{keyword} 固定了取值，无需填写。' },
  'why-bare': { en: 'it is no schema with keywords.', zh: '它不是含关键字的结构。' },
  'why-names': { en: '{keyword} allows names that are not known before.', zh: '{keyword} 允许事先未知的名称。' },
  'why-notObject': { en: 'the whole is no object with members.', zh: '整体不是含成员的对象。' },
  'why-notDeclared': { en: 'it is required and not declared.', zh: '它被列为必填，却未声明。' },
  'why-badName': { en: 'a field of this name does not keep its place among the others.', zh: '此名称的字段无法保持其顺序。' },
  'why-badWord': { en: '{keyword} is no text.', zh: '{keyword} 不是文本。' },
  'why-faulty': { en: 'it is no usable JSON Schema.', zh: '它不是可用的 JSON Schema。' },
});
