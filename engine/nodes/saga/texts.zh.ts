import type { NodeTexts } from '../texts-shape.ts';

export const sagaTextsZh: NodeTexts = {
  label: 'Saga 事务',
  summary: '内部某步骤最终失败时，已完成的步骤按相反顺序撤销。',
  fields: {},
};
