import type { NodeTexts } from '../texts-shape.ts';

export const signalTextsZh: NodeTexts = {
  label: '等待信号',
  summary: '等待有人向运行发送该名称的信号；信号内容即为输出。',
  fields: {
    name: { label: '信号名称', help: '提前到达的信号会被保留，并按先后各读取一次。', placeholder: 'payment-received' },
    schema: { label: '信号内容', help: '随信号发送的内容；不符合的在发送时即被拒绝。' },
    timeout: { label: '超时放弃', help: '到时仍无信号则走超时分支。留空表示一直等待。', placeholder: '2d' },
  },
};
