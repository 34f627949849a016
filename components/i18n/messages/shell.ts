import { messages } from '../message.ts';

/** Navigation and the frame of every page. */
export const shell = messages({
  product: { en: 'Heddle', zh: 'Heddle' },
  skip: { en: 'Skip to the content', zh: '跳到主要内容' },
  navigation: { en: 'Main navigation', zh: '主导航' },
  workflows: { en: 'Workflows', zh: '工作流' },
  runs: { en: 'Runs', zh: '运行' },
  approvals: { en: 'Approvals', zh: '审批' },
  workers: { en: 'Workers', zh: '执行器' },
  settings: { en: 'Settings', zh: '设置' },
  openApprovals: { en: { one: '{count} open approval', other: '{count} open approvals' }, zh: '{count} 个待处理审批' },
  notFound: { en: 'There is nothing at this address', zh: '此地址没有内容' },
  notFoundHint: { en: 'It may have been deleted or renamed. The lists show what there is.', zh: '它可能已被删除或改名，列表中是现有的全部内容。' },
  crashed: { en: 'This page stumbled', zh: '页面出现了问题' },
  crashedHint: { en: 'Nothing that runs was touched: runs live on the server. Try again, or reload the page.', zh: '正在运行的内容不受影响：运行都在服务器上。请重试或重新加载页面。' },
  goToWorkflows: { en: 'Go to workflows', zh: '前往工作流' },
});
