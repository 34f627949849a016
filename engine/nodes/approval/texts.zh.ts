import type { NodeTexts } from '../texts-shape.ts';

export const approvalTextsZh: NodeTexts = {
  label: '审批',
  summary: '请人决定：展示所需信息，并按其决定继续。',
  fields: {
    title: { label: '标题', help: '一句话说明请求的内容。', placeholder: '是否放行付款 {{ input.id }}？' },
    context: { label: '背景信息', help: 'Markdown，可引用运行数据。' },
    assignees: { label: '审批人', help: '人员或小组的名称。留空表示任何人。', placeholder: 'finance' },
    excluded: { label: '不得审批的人', help: '例如提出申请的人。不区分大小写。', placeholder: '{{ input.requester }}' },
    quorum: { label: '所需同意人数', help: '需要这么多人选择第一个选项；任何一人选择其他选项则立即生效。' },
    outcomes: { label: '选项', help: '每个选项既是请求中的按钮，也是该步骤的分支。', placeholder: 'approved' },
    due: { label: '期限', help: '超过该时间仍无决定，请求自动关闭。', placeholder: '2d' },
    onTimeout: { label: '逾期时', help: '届时采用的选项。留空则走超时分支。', placeholder: 'timeout' },
    remindAfter: { label: '首次提醒', help: '超过该时间后，提醒尚未决定的审批人。留空则不提醒。', placeholder: '1d' },
    remindEvery: { label: '之后每隔', help: '至少一分钟。留空则与首次提醒的时间相同。', placeholder: '1d' },
    remindTimes: { label: '最多提醒次数', help: '最多 20 次；留空为 3 次。', placeholder: '3' },
    escalateAfter: { label: '升级时间', help: '超过该时间仍无人决定，则改请其他人。留空则不升级。', placeholder: '2d' },
    escalateTo: { label: '升级给', help: '人员或小组的名称。', placeholder: 'head-of-finance' },
    escalateMode: { label: '升级方式', options: { add: '与原审批人一起', replace: '代替原审批人' } },
    form: { label: '表单', help: '需要填写的内容，按此顺序显示。选择第一项时必须填好。' },
    prefill: { label: '预填内容', help: '表单的初始值。' },
  },
};
