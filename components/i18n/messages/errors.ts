import { messages } from '../message.ts';

/** What went wrong, and what can be done about it. The sentence itself comes from the server; its Chinese words are in `problem-sentences.ts`. */
export const errors = messages({
  title: { en: 'That did not work', zh: '操作未成功' },
  loadTitle: { en: 'This could not be loaded', zh: '无法加载' },
  unreachable: { en: 'The server does not answer', zh: '服务器没有响应' },
  unreachableNext: { en: 'Check that it is running and that you are connected. Nothing that runs is lost meanwhile.', zh: '请确认服务器正在运行且网络已连接。期间运行中的内容不会丢失。' },
  unreadable: { en: 'The answer could not be read', zh: '无法读取服务器的响应' },
  unreadableStatus: { en: 'The server answered {status}.', zh: '服务器返回了状态 {status}。' },
  notFoundNext: { en: 'It may have been deleted. Go back to the list.', zh: '它可能已被删除，请返回列表。' },
  conflictNext: { en: 'Somebody was faster. Look at what is there now and decide again.', zh: '其他人已先行操作。请查看当前内容后再决定。' },
  invalidNext: { en: 'Correct what is named below and send it again.', zh: '请更正下列内容后重新提交。' },
  busyNext: { en: 'Wait a moment and try again.', zh: '请稍候再试。' },
  serverNext: { en: 'Try again. If it stays, the log of the server has the request below.', zh: '请重试。如仍出现，可在服务器日志中查找下方的请求。' },
  where: { en: 'Asked: {where}', zh: '请求：{where}' },
  request: { en: 'Request {request}', zh: '请求编号 {request}' },
  problems: { en: { one: '{count} problem', other: '{count} problems' }, zh: '{count} 个问题' },
});
