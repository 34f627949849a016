import type { NodeTexts } from '../texts-shape.ts';

export const groupTextsZh: NodeTexts = {
  label: '分组',
  summary: '在画布上归拢步骤，并限制同时运行的数量。',
  fields: {
    concurrency: { label: '并发步骤数', help: '留空表示不限制。' },
  },
};
