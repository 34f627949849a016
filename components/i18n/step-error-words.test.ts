import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { englishLeft } from './english-left.fixture.ts';
import { STEP_ERRORS } from './messages/step-errors.ts';
import { stepErrorWords } from './step-error-words.ts';

const ENGINE = join(import.meta.dirname, '../../engine');
const sources = ['core', 'runtime', 'nodes', 'definition'].flatMap((room) =>
  readdirSync(join(ENGINE, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name) && !name.includes('testing'))
    .map((name) => readFileSync(join(ENGINE, room, name), 'utf8')),
);
const named = (pattern: RegExp) => [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!)))];

describe('an error that the engine names', () => {
  it.each([
    ['as the failure of a step that ships with it', /new StepFailure\(\s*'(\w+)'/g, 15],
    ['as an error of the core or of the runtime', /\btype: '(\w+)',\s+message\b/g, 15],
  ])('%s is explained', (_title, pattern, least) => {
    const found = named(pattern);
    expect(found.length).toBeGreaterThanOrEqual(least);
    expect(found.filter((type) => stepErrorWords({ type }, 'zh') === null)).toEqual([]);
  });

  it('is one that it still names', () => {
    expect(Object.keys(STEP_ERRORS).filter((type) => !sources.some((text) => text.includes(`'${type}'`)))).toEqual([]);
  });

  it.each(Object.keys(STEP_ERRORS))('%s is told in Chinese, and in English where its message does not say it all', (type) => {
    const [english, chinese] = [stepErrorWords({ type }, 'en'), stepErrorWords({ type }, 'zh')!];
    if (english !== null) expect(english).toMatch(/^[A-Z].*\.$/);
    expect(chinese).toMatch(/[\u4e00-\u9fff].*。$/);
    expect(englishLeft(chinese)).toEqual([]);
  });
});

it('what code or a program outside names is not explained', () => {
  for (const type of ['PaymentDeclined', 'constructor', 'toString', '']) expect(stepErrorWords({ type }, 'zh')).toBeNull();
  for (const type of Object.keys(STEP_ERRORS)) expect(stepErrorWords({ type, foreign: true }, 'zh')).toBeNull();
});
