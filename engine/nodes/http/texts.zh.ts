import type { NodeTexts } from '../texts-shape.ts';

export const httpTextsZh: NodeTexts = {
  label: 'HTTP 请求',
  summary: '通过 HTTP 调用服务，带幂等键、重试与超时。',
  fields: {
    method: { label: '方法', options: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE', HEAD: 'HEAD' } },
    url: { label: '地址', help: 'http 或 https。除非配置允许，内网地址会被拒绝。', placeholder: 'https://api.example.com/orders' },
    query: { label: '查询参数', help: '正确编码后附加到地址。' },
    headers: { label: '请求头' },
    body: { label: '请求体', help: 'JSON；文本则原样发送。' },
    response: { label: '响应读取方式', options: { auto: '按内容类型', json: 'JSON', text: '文本' } },
    expect: { label: '接受的状态码', help: '数字或 2xx 这样的类别。其他状态使步骤失败：408、425、429 与 5xx 会重试，其余不会。', placeholder: '2xx' },
    idempotent: { label: '可安全重复', help: '服务支持 Idempotency-Key 请求头，重试不会重复执行。' },
  },
};
