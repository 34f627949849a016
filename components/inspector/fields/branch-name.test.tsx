import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Language } from '@/components/i18n/language.ts';
import { LanguageProvider } from '@/components/i18n/use-t.tsx';
import { BranchName } from './branch-name.tsx';
import { FieldContext, type FieldSetting } from './field-context.ts';

const setting = { scope: 'ways', readOnly: false, findings: [] } as unknown as FieldSetting;
const shown = (name: string, language: Language): string =>
  renderToStaticMarkup(
    <LanguageProvider language={language}>
      <FieldContext value={setting}>
        <BranchName pointer="/params/cases/0/id" name={name} others={['bug']} reserved={new Set(['error', 'default'])} label="Name of case 1" fresh={false} onFocused={() => undefined} onName={() => undefined} />
      </FieldContext>
    </LanguageProvider>,
  );

it.each([
  ['', 'A name starts with a letter', '名称须以字母开头'],
  ['bug', 'Another one is called “bug”.', '“bug”已被使用。'],
  ['error', '“error” is a branch that is there already.', '“error”是已有的分支。'],
])('why a branch cannot be called %j stands below its field, which names it', (name, en, zh) => {
  for (const [language, words] of [['en', en], ['zh', zh]] as const) {
    const html = shown(name, language);
    const note = /aria-describedby="([^"]+)"/.exec(html)?.[1];
    expect(html.slice(html.indexOf(`<div id="${note}"`))).toContain(words);
  }
});

it('a name that can be one needs no words', () => {
  expect(shown('billing', 'en')).not.toContain('aria-describedby');
});
