import type { NodeTexts } from '../texts-shape.ts';

export const emitTextsZh: NodeTexts = {
  label: '发送信号',
  summary: '向另一个运行发送信号并立即继续；目标不存在时可由它启动。',
  fields: {
    name: { label: '信号名称', help: '对方运行所等待的名称。', placeholder: 'payment-received' },
    run: { label: '运行', help: '运行的 ID；或填写其工作流与业务键。', placeholder: '{{ input.runId }}' },
    workflow: { label: '工作流', help: '短名称或 ID，与业务键一起使用。', placeholder: 'order-processing' },
    key: { label: '业务键', help: '据此找到该工作流中进行中的运行。', placeholder: '{{ input.orderId }}' },
    payload: { label: '内容', help: '即等待该信号的步骤的输出。' },
    start: { label: '不存在时启动', help: '否则找不到进行中的运行时，信号会被丢弃。' },
    input: { label: '所启动运行的输入' },
  },
};
