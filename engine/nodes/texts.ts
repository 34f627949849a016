import type { NodeFace } from '../definition/catalogue.ts';
import { NODE_TYPES } from './registry.ts';
import type { NodeTexts } from './texts-shape.ts';

/**
 * The words of all node types under stable keys, for the interface's own catalogue of texts:
 * `node.<type>.label`, `node.<type>.summary`, `node.<type>.field.<param>.label | help | placeholder`,
 * `node.<type>.field.<param>.option.<value>`, and `branch.<name>` for output ports that have a fixed name.
 */
export const NODE_TEXTS: { readonly en: Readonly<Record<string, string>>; readonly zh: Readonly<Record<string, string>> } = {
  en: collect((type) => englishOf(type.shape.face), {
    'branch.out': 'out', 'branch.true': 'true', 'branch.false': 'false', 'branch.default': 'default', 'branch.timeout': 'timeout',
    'branch.approved': 'approved', 'branch.rejected': 'rejected', 'branch.compensated': 'compensated', 'branch.error': 'error',
    'family.control': 'Flow', 'family.work': 'Work', 'family.agent': 'Agents', 'family.people': 'People', 'family.containers': 'Containers',
  }),
  zh: collect((type) => type.zh, {
    'branch.out': '输出', 'branch.true': '是', 'branch.false': '否', 'branch.default': '默认', 'branch.timeout': '超时',
    'branch.approved': '同意', 'branch.rejected': '拒绝', 'branch.compensated': '已补偿', 'branch.error': '错误',
    'family.control': '流程', 'family.work': '任务', 'family.agent': '智能体', 'family.people': '人员', 'family.containers': '容器',
  }),
};

function collect(textsOf: (type: (typeof NODE_TYPES)[number]) => NodeTexts, more: Record<string, string>): Record<string, string> {
  const all: Record<string, string> = { ...more };
  for (const type of NODE_TYPES) {
    const texts = textsOf(type);
    const prefix = `node.${type.shape.type}`;
    all[`${prefix}.label`] = texts.label;
    all[`${prefix}.summary`] = texts.summary;
    for (const [param, field] of Object.entries(texts.fields)) {
      all[`${prefix}.field.${param}.label`] = field.label;
      if (field.help !== undefined) all[`${prefix}.field.${param}.help`] = field.help;
      if (field.placeholder !== undefined) all[`${prefix}.field.${param}.placeholder`] = field.placeholder;
      for (const [value, label] of Object.entries(field.options ?? {})) all[`${prefix}.field.${param}.option.${value}`] = label;
    }
  }
  return all;
}

function englishOf(face: NodeFace): NodeTexts {
  const fields: Record<string, NodeTexts['fields'][string]> = {};
  for (const [param, field] of Object.entries(face.fields)) {
    fields[param] = { label: field.label, help: field.help, placeholder: field.placeholder, options: field.options && Object.fromEntries(field.options.map((option) => [option.value, option.label])) };
  }
  return { label: face.label, summary: face.summary, fields };
}
