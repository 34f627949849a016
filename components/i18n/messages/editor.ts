import { messages } from '../message.ts';

/** Texts of the canvas and of the editor of one workflow. */
export const editor = messages({
  // canvas
  waitingSince: { en: 'waiting {span}', zh: '已等待 {span}' },
  dueIn: { en: 'due in {span}', zh: '{span} 后到期' },
  overdue: { en: 'overdue', zh: '已超期' },
  attempt: { en: 'attempt {number}', zh: '第 {number} 次尝试' },
  attemptOf: { en: 'attempt {number} of {maximum}', zh: '第 {number}/{maximum} 次尝试' },
  attempts: { en: { one: '{count} attempt', other: '{count} attempts' }, zh: '共 {count} 次尝试' },
  cached: { en: 'from the cache', zh: '来自缓存' },
  undoOf: { en: 'undo of {name}', zh: '撤销“{name}”' },
  steps: { en: { one: '{count} step', other: '{count} steps' }, zh: '{count} 个步骤' },
  expand: { en: 'Expand', zh: '展开' },
  collapse: { en: 'Collapse', zh: '折叠' },
  addAfter: { en: 'Add a step after “{branch}”', zh: '在“{branch}”之后添加步骤' },
  insertHere: { en: 'Insert a step here', zh: '在此插入步骤' },
  disabled: { en: 'disabled', zh: '已停用' },
  pinned: { en: 'pinned data', zh: '已固定数据' },
  unknownType: { en: 'Unknown type', zh: '未知类型' },
  lostBranch: { en: 'Branch “{branch}” is gone', zh: '分支“{branch}”已不存在' },
  emptyNote: { en: 'Double-click to write', zh: '双击开始书写' },
  zoomIn: { en: 'Zoom in', zh: '放大' },
  zoomOut: { en: 'Zoom out', zh: '缩小' },
  zoomFit: { en: 'Show everything', zh: '显示全部' },
  zoomReset: { en: 'Zoom to 100 %', zh: '缩放至 100%' },
  minimap: { en: 'Overview of the canvas', zh: '画布缩略图' },
  problemsAt: { en: '{errors} errors, {warnings} warnings', zh: '{errors} 个错误，{warnings} 个警告' },
  canvas: { en: 'Canvas', zh: '画布' },
});
