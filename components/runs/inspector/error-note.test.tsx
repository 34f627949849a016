import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LanguageProvider } from '@/components/i18n/use-t.tsx';
import type { StepError } from '@/engine/index.ts';
import { StepErrorNote } from './error-note.tsx';

const shown = (language: 'en' | 'zh', error: StepError) => renderToStaticMarkup(<LanguageProvider language={language}><StepErrorNote error={error} /></LanguageProvider>);
const timeout: StepError = { type: 'timeout', message: 'The attempt ran into its startToClose timeout.' };

it('explains an error of the engine in the language of the reader, beside its own message', () => {
  expect(shown('zh', timeout)).toMatch(/The attempt ran into its startToClose timeout\..*timeout.*耗时超过了其设定的时限/s);
  expect(shown('en', timeout)).toContain('Give it more time, or find out what holds it up.');
});

it('says nothing more where the message says it all', () => {
  const refused: StepError = { type: 'HttpError', message: 'GET https://example.com answered 500; expected 200-299.' };
  expect(shown('en', refused)).not.toContain('error-meaning');
  expect(shown('zh', refused)).toContain('error-meaning');
});

it.each(['en', 'zh'] as const)('does not explain an error to which code gave the name of one of the engine (%s)', (language) => {
  expect(shown(language, { type: 'timeout', message: 'The till did not answer.', foreign: true })).not.toContain('error-meaning');
});

it('explains what caused it, too, and leaves alone what others named', () => {
  const html = shown('zh', { type: 'PaymentDeclined', message: 'No.', cause: timeout });
  expect(html.match(/data-testid="error-meaning"/g)).toHaveLength(1);
  expect(html.indexOf('error-meaning')).toBeGreaterThan(html.indexOf('The attempt ran'));
});
