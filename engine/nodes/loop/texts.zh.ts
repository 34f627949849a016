import type { NodeTexts } from '../texts-shape.ts';

export const loopTextsZh: NodeTexts = {
  label: '循环',
  summary: '反复执行内部流程：固定次数或按条件，且有硬性上限。',
  fields: {
    count: { label: '次数', help: '恰好执行这么多次。' },
    while: { label: '当…时继续', help: '每次迭代前判断；成立则继续。', placeholder: 'iteration == 0 || previous.more' },
    until: { label: '直到', help: '每次迭代后判断；一旦成立即停止。', placeholder: 'previous.score >= 0.9' },
    maximum: { label: '次数上限', help: '执行这么多次仍未结束，则循环失败。' },
  },
};
