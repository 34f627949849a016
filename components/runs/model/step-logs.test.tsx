import { expect, it } from 'vitest';
import { addFrame, type StepFrames } from '@/components/data/frame-store.ts';
import { renderToStaticMarkup } from 'react-dom/server';
import type { StepState } from '@/engine/index.ts';
import { LanguageProvider } from '../../i18n/use-t.tsx';
import { LogLines } from '../inspector/log-lines.tsx';
import { liveLogs } from './step-logs.ts';

const NOTHING: StepFrames = { attempt: 2, text: '', lines: [], progress: null };
const open = { task: 5, attempt: 2 } as StepState; // nothing else is asked
const said = (...frames: { type: string; [name: string]: unknown }[]) => frames.reduce(addFrame, NOTHING);

it('tells what the open attempt has logged so far, and what was left out', () => {
  const frames = said({ type: 'log', level: 'warn', message: 'careful' }, { type: 'tool.invoked', tool: 'search', input: null }, { type: 'log', level: 'odd', message: 'x' }, { type: 'log.cut', lines: 4 });
  expect(liveLogs(frames, open)).toEqual({ lines: [{ level: 'warn', message: 'careful' }, { level: 'log', message: 'x' }], cut: 4 });
});

it('tells nothing of another attempt, of one that is over, and when nothing was logged', () => {
  const frames = said({ type: 'log', level: 'info', message: 'a' });
  expect(liveLogs(frames, { ...open, attempt: 3 })).toBeNull();
  expect(liveLogs(frames, { ...open, task: null })).toBeNull();
  expect(liveLogs(said({ type: 'progress', details: 1 }), open)).toBeNull();
  expect(liveLogs(undefined, open)).toBeNull();
});

it('shows each level by a sign and a word, in both languages, and how much was left out', () => {
  const shown = (language: 'en' | 'zh') => renderToStaticMarkup(<LanguageProvider language={language}><LogLines logs={{ lines: [{ level: 'warn', message: '<careful>' }, { level: 'error', message: 'bad' }], cut: 12 }} /></LanguageProvider>);
  expect(shown('en')).toMatch(/data-level="warn".*<svg[^>]*aria-hidden.*warn<\/span>.*&lt;careful&gt;.*data-level="error".*<svg.*error<\/span>.*bad.*12 lines more were left out/s);
  expect(shown('zh')).toMatch(/警告<\/span>.*错误<\/span>.*另有 12 行未保留/s);
});
