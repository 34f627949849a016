import { useMemo } from 'react';
import { translateLoosely, useLanguage, useT } from '../i18n/use-t.tsx';
import type { CanvasWords } from './canvas-context.ts';
import { useNodeTexts } from './node-texts.ts';

/** The words of a canvas in the language of the reader. */
export function useCanvasWords(): CanvasWords {
  const t = useT();
  const language = useLanguage();
  const texts = useNodeTexts();
  return useMemo<CanvasWords>(
    () => ({
      status: (look) => translateLoosely(language, `status.${look}`),
      waiting: (span) => t('editor.waitingSince', { span }),
      dueIn: (span) => t('editor.dueIn', { span }),
      overdue: t('editor.overdue'),
      attempt: (number, maximum) => (maximum ? t('editor.attemptOf', { number, maximum }) : t('editor.attempt', { number })),
      attempts: (count) => t('editor.attempts', { count }),
      cached: t('editor.cached'),
      undoOf: (name) => t('editor.undoOf', { name }),
      steps: (count) => t('editor.steps', { count }),
      expand: t('editor.expand'),
      collapse: t('editor.collapse'),
      addAfter: (branch) => t('editor.addAfter', { branch }),
      insertHere: t('editor.insertHere'),
      disabled: t('editor.disabled'),
      pinned: t('editor.pinned'),
      unknownType: t('editor.unknownType'),
      lostBranch: (branch) => t('editor.lostBranch', { branch }),
      note: t('editor.emptyNote'),
      zoomIn: t('editor.zoomIn'),
      zoomOut: t('editor.zoomOut'),
      zoomFit: t('editor.zoomFit'),
      zoomReset: t('editor.zoomReset'),
      minimap: t('editor.minimap'),
      problems: (errors, warnings) => t('editor.problemsAt', { errors, warnings }),
      typeName: (type, fallback) => texts(`node.${type}.label`, fallback),
      branchName: (branch) => texts(`branch.${branch}`, branch),
    }),
    [t, language, texts],
  );
}
