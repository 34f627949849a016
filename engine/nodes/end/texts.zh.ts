import type { NodeTexts } from '../texts-shape.ts';

export const endTextsZh: NodeTexts = {
  label: '结束',
  summary: '设置运行的输出；在容器中则设置本次迭代的输出。',
  fields: {
    output: { label: '输出', help: '运行返回的内容。若到达多个结束节点，则按节点 id 合并各自的输出。', placeholder: '{ "message": "{{ nodes.greet.output }}" }' },
  },
};
