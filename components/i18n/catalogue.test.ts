import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { designCatalogue } from './design-catalogue.ts';
import { chooseLanguage } from './language.ts';
import { format, type Form, type Message } from './message.ts';
import { translateLoosely, translator } from './translate.ts';
import { designTranslator } from './use-design-t.ts';

const all = Object.entries(designCatalogue as Record<string, Record<string, Message>>).flatMap(([area, entries]) => Object.entries(entries).map(([name, message]) => [`${area}.${name}`, message] as const));

/** Names, units and code that read the same in both languages. */
const SAME_IN_BOTH = /^(shell\.product|.*\.(json|curl|typescript|id|url|api|cel|http|pid|rss))$/;

function texts(form: Form): string[] {
  return typeof form === 'string' ? [form] : [form.one, form.other];
}
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

describe.each(all)('%s', (key, message) => {
  it('has a text in both languages', () => {
    for (const language of ['en', 'zh'] as const) for (const text of texts(message[language])) expect(text.trim()).not.toBe('');
  });
  it('is really translated', () => {
    const english = texts(message.en);
    const same = texts(message.zh).some((text) => english.includes(text));
    if (!SAME_IN_BOTH.test(key)) expect(same).toBe(false);
  });
  it('asks for the same values in both languages', () => {
    const english = new Set(texts(message.en).flatMap(holes));
    for (const hole of texts(message.zh).flatMap(holes)) expect([...english, typeof message.en === 'string' ? '' : 'count']).toContain(hole);
    for (const hole of english) expect(texts(message.zh).some((text) => holes(text).includes(hole))).toBe(true);
  });
});

it('holds every sentence in Chinese', () => {
  const sources = readdirSync('components', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes('i18n/messages/'));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => readFileSync(`components/${file}`, 'utf8').includes('。'))).toEqual([]);
});

it('chooses the form of a plural by count', () => {
  const message = { en: { one: '{count} run', other: '{count} runs' }, zh: '{count} 次运行' } as const;
  expect([0, 1, 2].map((count) => format(message, 'en', { count }))).toEqual(['0 runs', '1 run', '2 runs']);
  expect(format(message, 'zh', { count: 1 })).toBe('1 次运行');
});
it('counts one node and one edge as one', () => {
  const t = designTranslator('en');
  expect([t('inspector.nodeCount', { count: 1 }), t('inspector.edgeCount', { count: 2 })]).toEqual(['1 node', '2 edges']);
});

it('groups the digits of numbers', () => {
  expect(format({ en: '{n}', zh: '{n}' }, 'en', { n: 12_345 })).toBe('12,345');
});
it('leaves a value that is missing visible', () => {
  expect(format({ en: 'Hello {name}', zh: '你好 {name}' }, 'en')).toBe('Hello {name}');
});
it('answers the key for a message that is only known at run time and missing', () => {
  expect(translateLoosely('en', 'status.no-such')).toBe('status.no-such');
  expect(translateLoosely('zh', 'status.running')).toBe('运行中');
  expect(translator('zh')('common.save')).toBe('保存');
});
it('takes the language of the cookie before that of the browser', () => {
  expect(chooseLanguage('zh', 'en')).toBe('zh');
  expect(chooseLanguage(undefined, 'de, zh-TW;q=0.8, en;q=0.5')).toBe('zh');
  expect(chooseLanguage(undefined, 'en;q=0, zh;q=0.1')).toBe('zh');
  expect(chooseLanguage('tlh', null)).toBe('en');
});
