import { messages } from '../message.ts';

/** The keys of the page of a run; they come when somebody asks for them. */
export const runKeys = messages({
  title: { en: 'Keys of this page', zh: '此页面的快捷键' },
  text: { en: 'Tab goes from one part of the page to the next; these work in the part that has the focus.', zh: '用 Tab 在页面各部分之间移动；以下按键在获得焦点的部分生效。' },
  inTimeline: { en: 'Timeline', zh: '时间线' },
  walkRows: { en: 'Walk the rows, and look at each step', zh: '逐行移动并查看步骤' },
  firstLast: { en: 'First and last', zh: '第一行与最后一行' },
  foldRow: { en: 'Shut and open a row', zh: '收起与展开一行' },
  zoomTime: { en: 'Zoom round the bar of the row', zh: '围绕所选行的条形缩放' },
  panTime: { en: 'Move along the time', zh: '沿时间平移' },
  wholeTime: { en: 'Show the whole', zh: '显示全部时间' },
  leaveTime: { en: 'Show the whole, then look at nothing', zh: '显示全部，再次按下则取消选择' },
  inScrubber: { en: 'Scrubber', zh: '回溯滑块' },
  oneMoment: { en: 'One moment back or on', zh: '后退或前进一步' },
  tenthMoments: { en: 'A tenth of the history on or back', zh: '前进或后退历史的十分之一' },
  endMoments: { en: 'The beginning, and now', zh: '起点与现在' },
  inCanvas: { en: 'Canvas', zh: '画布' },
  nextStep: { en: 'Next step', zh: '下一个步骤' },
  lookAtStep: { en: 'Look at the step', zh: '查看该步骤' },
  inPanels: { en: 'Borders of the panels', zh: '面板边界' },
  sizePanel: { en: 'Larger or smaller', zh: '放大或缩小' },
  everywhere: { en: 'Everywhere', zh: '任意位置' },
  thisSheet: { en: 'This sheet', zh: '本说明' },
});
