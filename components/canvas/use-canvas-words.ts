import { useMemo } from 'react';
import type { Language } from '../i18n/language.ts';
import { translateLoosely, useLanguage, useT } from '../i18n/use-t.tsx';
import { dueText } from '../ui/due-text.ts';
import type { CanvasWords } from './canvas-context.ts';
import { CHANGE_KEYS } from './change-words.ts';
import { ENGLISH_FACTS, type FactWords } from './fact.ts';
import { useNodeTexts } from './node-texts.ts';
import { startWords } from './schedule-words.ts';
import { spanWords, type UnitNames } from './time-words.ts';

const UNITS_ZH: UnitNames = { d: '天', h: '小时', m: '分', s: '秒', ms: '毫秒' };
const FACTS_ZH: FactWords = {
  duration: (written) => written.replace(/(\d)(ms|[dhms])/g, (_, digit: string, unit: keyof UnitNames) => `${digit} ${UNITS_ZH[unit]} `).trim(),
  lasts: (duration) => `等待 ${duration}`,
  atMost: (duration) => `最多 ${duration}`,
  due: (duration) => `${duration}内`,
  quorum: (needed, asked) => `${asked} 人中 ${needed} 人`,
  doesNotWait: '不等待',
  noRetry: '不重试',
  retry: (attempts) => `最多 ${attempts} 次`,
  jitter: (percent) => `抖动 ${percent}%`,
  cached: (duration) => `缓存 ${duration}`,
  queue: (name) => `队列 ${name}`,
};

/** How a span that somebody wrote (`5s`) is said. */
export function writtenSpan(language: Language): (written: string) => string {
  return (language === 'zh' ? FACTS_ZH : ENGLISH_FACTS).duration;
}

/** The words of a canvas in the language of the reader. */
export function useCanvasWords(): CanvasWords {
  const t = useT();
  const language = useLanguage();
  const texts = useNodeTexts();
  return useMemo<CanvasWords>(
    () => ({
      status: (look) => translateLoosely(language, `status.${look}`),
      span: (ms, exact) => spanWords(ms, exact, language === 'zh' ? UNITS_ZH : undefined),
      fact: language === 'zh' ? FACTS_ZH : ENGLISH_FACTS,
      start: (params) => startWords(params, language, writtenSpan(language)),
      waiting: (span) => t('canvas.waitingSince', { span }),
      due: (dueAt, now) => dueText(dueAt, now, language),
      attempt: (number, maximum) => (maximum ? t('canvas.attemptOf', { number, maximum }) : t('canvas.attempt', { number })),
      attempts: (count) => t('canvas.attempts', { count }),
      cached: t('canvas.cached'),
      undoOf: (name) => t('canvas.undoOf', { name }),
      steps: (count) => t('canvas.steps', { count }),
      expand: t('canvas.expand'),
      collapse: t('canvas.collapse'),
      addAfter: (branch) => t('canvas.addAfter', { branch }),
      addUndo: t('canvas.addUndo'),
      addInside: t('canvas.addInside'),
      addInsideOf: (name) => t('canvas.addInsideOf', { name }),
      insertHere: t('canvas.insertHere'),
      disabled: t('canvas.disabled'),
      locked: t('canvas.locked'),
      pinned: t('canvas.pinned'),
      unknownType: t('canvas.unknownType'),
      lostBranch: (branch) => t('canvas.lostBranch', { branch }),
      note: t('canvas.emptyNote'),
      zoomIn: t('canvas.zoomIn'),
      zoomOut: t('canvas.zoomOut'),
      zoomFit: t('canvas.zoomFit'),
      zoomReset: t('canvas.zoomReset'),
      minimap: t('canvas.minimap'),
      follow: t('canvas.follow'),
      followHint: t('canvas.followHint'),
      following: t('canvas.following'),
      change: (mark) => t(CHANGE_KEYS[mark]),
      problems: (errors, warnings) => t('canvas.problemsAt', { errors, warnings }),
      typeName: (type, fallback) => texts(`node.${type}.label`, fallback),
      branchName: (branch) => texts(`branch.${branch}`, branch),
    }),
    [t, language, texts],
  );
}
