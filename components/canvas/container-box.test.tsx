import { ReactFlowProvider, type NodeProps } from '@xyflow/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Language } from '@/components/i18n/language.ts';
import { LanguageProvider } from '@/components/i18n/use-t.tsx';
import { shapes } from '@/engine/index.ts';
import { CanvasSettingContext } from './canvas-context.ts';
import { ContainerBox } from './container-box.tsx';
import type { BoxFlowNode } from './flow.ts';
import { useCanvasWords } from './use-canvas-words.ts';

function Box({ name }: { name: string }) {
  const node = { id: 'each', type: 'map', typeVersion: 1, name, position: { x: 0, y: 0 }, params: {} };
  const props = { id: 'each', selected: false, data: { node, spec: shapes.get('map'), branches: [], canUndo: false, undoOf: null, insideCount: 0 } } as unknown as NodeProps<BoxFlowNode>;
  return <CanvasSettingContext value={{ editable: true, words: useCanvasWords(), actions: { addInside: () => undefined } }}><ContainerBox {...props} /></CanvasSettingContext>;
}
const shown = (name: string, language: Language): string => renderToStaticMarkup(<LanguageProvider language={language}><ReactFlowProvider><Box name={name} /></ReactFlowProvider></LanguageProvider>);

it('the button of an empty container says into which one it adds', () => {
  expect(shown('Each order', 'en')).toContain('aria-label="Add a step to Each order"');
  expect(shown('', 'en')).toContain('aria-label="Add a step to Map"');
  expect(shown('订单', 'zh')).toContain('aria-label="添加步骤到“订单”"');
});
