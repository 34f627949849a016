import type { NodeTexts } from '../texts-shape.ts';

export const transformTextsZh: NodeTexts = {
  label: '转换',
  summary: '用表达式构造一个值；立即完成，不占用执行器。',
  fields: {
    value: { label: '值', help: '任意 JSON；其中每段文本都可以包含表达式。它就是该步骤的输出。', placeholder: '{ "total": "{{ input.price * input.amount }}" }' },
  },
};
