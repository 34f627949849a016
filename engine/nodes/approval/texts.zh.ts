import type { NodeTexts } from '../texts-shape.ts';

export const approvalTextsZh: NodeTexts = {
  label: '审批',
  summary: '请人决定：展示所需信息，并按其决定继续。',
  fields: {
    title: { label: '标题', help: '一句话说明请求的内容。', placeholder: '是否放行付款 {{ input.id }}？' },
    context: { label: '背景信息', help: 'Markdown，可引用运行数据。' },
    assignees: { label: '审批人', help: '人员或小组的名称。留空表示任何人。', placeholder: 'finance' },
    quorum: { label: '所需同意人数', help: '需要这么多人选择第一个选项；任何一人选择其他选项则立即生效。' },
    outcomes: { label: '选项', help: '每个选项既是请求中的按钮，也是该步骤的分支。', placeholder: 'approved' },
    due: { label: '期限', help: '超过该时间仍无决定，请求自动关闭。', placeholder: '2d' },
    onTimeout: { label: '逾期时', help: '届时采用的选项。留空则走超时分支。', placeholder: 'timeout' },
    form: { label: '表单', help: '填写内容的 JSON Schema。' },
    prefill: { label: '预填内容', help: '表单的初始值。' },
  },
};
