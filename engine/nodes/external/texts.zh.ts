import type { NodeTexts } from '../texts-shape.ts';

export const externalTextsZh: NodeTexts = {
  label: '外部任务',
  summary: '交给任意语言编写的程序，由它通过 HTTP 领取并回复。',
  fields: {
    queue: { label: '队列', help: '程序轮询的名称；与 Heddle 自身工作进程的任务队列无关。', placeholder: 'invoices' },
    input: { label: '输入', help: '交给程序的内容。' },
  },
};
