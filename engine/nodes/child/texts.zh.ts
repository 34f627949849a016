import type { NodeTexts } from '../texts-shape.ts';

export const childTextsZh: NodeTexts = {
  label: '子工作流',
  summary: '启动另一个工作流的运行，并可等待其输出。',
  fields: {
    workflow: { label: '工作流', help: '其短名称或 id。', placeholder: 'order-processing' },
    version: { label: '版本', help: '版本号，或 latest（最新）。', placeholder: 'latest' },
    input: { label: '输入', help: '子运行的输入。' },
    wait: { label: '等待其结束', help: '关闭则启动后立即继续；此时输出为子运行的 id。' },
    parentClose: { label: '本运行先结束时', options: { terminate: '终止子运行', cancel: '取消子运行', abandon: '任其继续' } },
    key: { label: '业务键', help: '用于查找子运行并向其发送信号。' },
  },
};
