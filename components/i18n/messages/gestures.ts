import { messages } from '../message.ts';

/** What the mouse does by dragging, done by key. */
export const gestures = messages({
  cmdInto: { en: 'Move into a container…', zh: '移入容器…' },
  cmdOut: { en: 'Move out of its container', zh: '移出所在容器' },
  cmdInsert: { en: 'Insert a step on an edge…', zh: '在连线上插入步骤…' },
  cmdEdge: { en: 'Go to an edge…', zh: '转到连线…' },
  cmdSelectMore: { en: 'Add what has the focus to the selection', zh: '将焦点所在项加入所选' },

  // into a container
  into: { en: 'Move “{name}” into…', zh: '将“{name}”移入…' },
  intoSeveral: { en: { one: 'Move {count} thing into…', other: 'Move {count} things into…' }, zh: '将所选的 {count} 项移入…' },
  intoPlaces: { en: 'It can go to', zh: '可移到' },
  intoCanvas: { en: 'The canvas, outside of containers', zh: '画布（容器之外）' },
  intoRefused: { en: 'It cannot go into', zh: '不能移入' },
  intoNone: { en: 'There is no such container. Add one, or group the selection.', zh: '没有这样的容器。可以添加一个，或将所选内容组合。' },
  cuts: { en: { one: 'takes {count} edge away', other: 'takes {count} edges away' }, zh: '会移除 {count} 条连线' },
  cutSome: { en: { one: '{count} edge was taken away: it would have crossed the border of the container.', other: '{count} edges were taken away: they would have crossed the border of the container.' }, zh: '已移除 {count} 条连线：它们会跨越容器边界。' },
  'refuse-start': { en: 'A start stays outside.', zh: '开始步骤只能在容器之外。' },
  'refuse-itself': { en: 'It cannot stand in itself.', zh: '不能放入自身。' },
  'refuse-there': { en: 'It stands there already.', zh: '已在其中。' },

  paletteInto: { en: 'Add into {name}', zh: '添加到“{name}”之中' },

  // edges of a step
  edgeOf: { en: 'Go to an edge of “{name}”…', zh: '转到“{name}”的连线…' },
  insertAt: { en: 'Insert on an edge of “{name}”…', zh: '在“{name}”的连线上插入…' },
  edgesOut: { en: 'It leads to', zh: '通向' },
  edgesIn: { en: 'It follows', zh: '来自' },
  edgesNone: { en: 'It has no such edge.', zh: '没有这样的连线。' },
});
