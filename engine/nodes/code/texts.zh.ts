import type { NodeTexts } from '../texts-shape.ts';

export const codeTextsZh: NodeTexts = {
  label: '代码',
  summary: '沙箱中的 JavaScript：接收 input，返回值即为输出。',
  fields: {
    source: { label: '源代码', help: '以 input 为参数的函数体。无网络、无文件；时钟固定在步骤开始时刻，Math.random 可重现。最多 5 秒、64 MB。', placeholder: 'return { total: input.price * input.amount };' },
    input: { label: '输入', help: '代码中 input 的值。', placeholder: '{{ nodes.fetch.output.body }}' },
  },
};
