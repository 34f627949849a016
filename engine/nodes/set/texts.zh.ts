import type { NodeTexts } from '../texts-shape.ts';

export const setTextsZh: NodeTexts = {
  label: '设置变量',
  summary: '写入运行变量，之后的每个步骤都能读取。',
  fields: {
    vars: { label: '变量', help: '以 vars.名称 读取；以最后一次写入为准。' },
    searchAttributes: { label: '搜索属性', help: '可在运行列表中用来查找此运行的值。' },
    memo: { label: '备注', help: '随运行展示的说明；不可搜索。' },
  },
};
