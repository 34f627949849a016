import type { NodeTexts } from '../texts-shape.ts';

export const agentTextsZh: NodeTexts = {
  label: '智能体',
  summary: '语言模型：回答问题、调用工具，并流式输出文本。',
  fields: {
    prompt: { label: '提示词', help: '要求智能体完成的任务。', placeholder: '请总结：{{ input.text }}' },
    system: { label: '角色说明', help: '智能体的身份与工作方式。' },
    provider: { label: '提供方', help: '留空使用已配置的提供方；未配置时使用内置离线模型。', placeholder: 'default' },
    model: { label: '模型', help: '留空使用已配置的模型。' },
    tools: { label: '工具', help: '智能体可以调用的工具。' },
    outputSchema: { label: '答案', help: '模型应给出的内容；会据此校验，不符时再要求一次。留空则接受任意文本。' },
    maximumSteps: { label: '模型调用上限' },
    temperature: { label: '温度', help: '从 0（精确）到 2（自由）。' },
  },
};
