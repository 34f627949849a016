import type { NodeTexts } from '../texts-shape.ts';

export const mapTextsZh: NodeTexts = {
  label: '遍历',
  summary: '对列表中的每一项执行内部流程，可同时处理多项。',
  fields: {
    items: { label: '列表', help: '内部以 item 表示当前项，index 表示其序号（从 0 开始）。', placeholder: '{{ input.orders }}' },
    concurrency: { label: '并发数', help: '同时处理多少项。' },
    failure: { label: '某项失败时', options: { fast: '停止其余并失败', collect: '继续并收集错误' } },
  },
};
