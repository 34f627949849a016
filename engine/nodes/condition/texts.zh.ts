import type { NodeTexts } from '../texts-shape.ts';

export const conditionTextsZh: NodeTexts = {
  label: '条件',
  summary: '表达式成立走一条分支，不成立走另一条。',
  fields: {
    if: { label: '如果', help: '结果为真或假的表达式。', placeholder: 'input.amount > 1000' },
  },
};
