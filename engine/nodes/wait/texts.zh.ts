import type { NodeTexts } from '../texts-shape.ts';

export const waitTextsZh: NodeTexts = {
  label: '等待',
  summary: '持久定时器：等待一段时间或直到某一时刻；等待期间不占用资源。',
  fields: {
    for: { label: '时长', help: '等待多久，例如 30s、1h30m 或 2d。', placeholder: '1h30m' },
    until: { label: '直到', help: 'ISO 8601 时刻，用以代替时长。', placeholder: '2030-01-31T09:00:00Z' },
  },
};
