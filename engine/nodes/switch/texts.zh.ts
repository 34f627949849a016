import type { NodeTexts } from '../texts-shape.ts';

export const switchTextsZh: NodeTexts = {
  label: '多路分支',
  summary: '选择第一个成立的分支，否则走默认分支。',
  fields: {
    cases: { label: '分支', help: '自上而下判断，选择第一个成立的。分支名即其出口名。' },
  },
};
