import { messages } from '../message.ts';

/** The status words of runs and steps. */
export const status = messages({
  queued: { en: 'Queued', zh: '排队中' },
  pending: { en: 'Pending', zh: '未开始' },
  scheduled: { en: 'Scheduled', zh: '已调度' },
  running: { en: 'Running', zh: '运行中' },
  waiting: { en: 'Waiting', zh: '等待中' },
  retrying: { en: 'Retrying', zh: '重试中' },
  paused: { en: 'Paused', zh: '已暂停' },
  completed: { en: 'Completed', zh: '已完成' },
  failed: { en: 'Failed', zh: '失败' },
  skipped: { en: 'Skipped', zh: '已跳过' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
  terminated: { en: 'Terminated', zh: '已终止' },
  timed_out: { en: 'Timed out', zh: '已超时' },
  compensating: { en: 'Compensating', zh: '补偿中' },
  compensated: { en: 'Compensated', zh: '已补偿' },
  handled: { en: 'Error handled', zh: '错误已处理' },
});
