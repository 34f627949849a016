import type { NodeTexts } from '../texts-shape.ts';

export const startTextsZh: NodeTexts = {
  label: '开始',
  summary: '运行进入工作流的入口：手动或通过 API 启动。',
  fields: {},
};
