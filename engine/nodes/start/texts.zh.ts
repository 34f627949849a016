import type { NodeTexts } from '../texts-shape.ts';

export const startTextsZh: NodeTexts = {
  label: '开始',
  summary: '运行进入工作流的入口：手动、通过 API、按计划或由 Webhook 启动。',
  fields: {
    on: { label: '启动方式', help: '计划和 Webhook 启动最新发布的版本；手动和通过 API 启动时，可从任意开始节点进入。', options: { manual: '手动或 API', schedule: '计划', webhook: 'Webhook' } },
    cron: { label: 'Cron 表达式', help: '分钟、小时、日、月、星期：0 9 * * 1-5 表示每个工作日九点。', placeholder: '0 9 * * 1-5' },
    every: { label: '间隔', help: '用以代替 Cron 表达式：至少 5s，从 1970 年 1 月 1 日 UTC 零点起算。', placeholder: '15m' },
    timezone: { label: '时区', help: 'Cron 表达式所用的时区；留空表示 UTC。', placeholder: 'Europe/Berlin' },
    input: { label: '每次运行的输入', help: '运行开始时的输入。{{ scheduledAt }} 代表该次计划的时刻。' },
    overlap: { label: '上一次运行尚未结束时', options: { skip: '不启动', allow: '并行启动', cancel: '取消上一次并启动' } },
    catchUp: { label: '补上错过的启动', help: '补上此时间内错过的每次启动；留空则只补最近一次。', placeholder: '6h' },
  },
};
