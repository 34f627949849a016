import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEM_CODES, PROBLEMS, type Problem } from '@/engine/index.ts';
import { translator } from './translate.ts';
import { ApiError } from '../data/api-error.ts';
import { describeError } from '../ui/error-state.tsx';
import { instantText } from '../ui/time-text.ts';
import { englishLeft } from './english-left.fixture.ts';
import { PROBLEM_TITLES_ZH } from './messages/problem-titles.ts';
import * as chinese from './problem-words.ts';

const ROOT = join(import.meta.dirname, '../..');
const said = (detail: string): string | null => chinese.sentenceWords(detail);
const problem = (code: string, detail: string, more: Partial<Problem> = {}): Problem => ({ type: 'x', title: 'The title', status: 409, code, detail, ...more });

describe('the Chinese words of a problem', () => {
  it('has a title for every code, of its own where the English one is', () => {
    expect(Object.keys(PROBLEM_TITLES_ZH).sort()).toEqual([...PROBLEM_CODES].sort());
    for (const code of PROBLEM_CODES) expect([code, /[一-鿿]/.test(PROBLEM_TITLES_ZH[code]), englishLeft(PROBLEM_TITLES_ZH[code])]).toEqual([code, true, []]);
    const english = new Set(PROBLEM_CODES.map((code) => PROBLEMS[code].title));
    expect(new Set(Object.values(PROBLEM_TITLES_ZH)).size).toBeGreaterThanOrEqual(english.size);
  });

  it('names who decided, what and when', () => {
    expect(said('Ada decided “approved” at 2026-03-04T05:06:07.000Z. Nothing was changed by your decision.')).toBe(`“Ada”已于 ${instantText(Date.parse('2026-03-04T05:06:07Z'), 'zh')}决定“同意”，你的决定没有改变任何内容。`);
    expect(said('Ada has already decided: later.')).toBe('“Ada”已决定“later”。');
    expect(said('The request has no outcome "maybe". Choose one of "approved", "rejected".')).toBe('审批没有选项“maybe”，可用的有“同意”、“拒绝”。');
  });

  it('tells why a control is refused', () => {
    expect(said('The run is over: it is timed out. Send the parameters with a retry.')).toBe('运行已结束（已超时）。请在重试时一并提交参数。');
    expect(said('The run is past "book/hotel" already: it is completed.')).toBe('运行已越过“book/hotel”，其状态为“已完成”。');
    expect(said('The request is closed: its time ran out.')).toBe('审批已关闭：时间已到。');
    expect(said('The request is closed: the run no longer asks.')).toBe('审批已关闭：运行不再需要它。');
    expect(said('At event 12 the other version would have gone another way than by "pay": what leads there, or what it leads to, is not the same.')).toMatch(/^在事件 12 处，目标版本会走另一条路，而不经过“pay”：/);
    expect(said('This workflow waits for no signal "go". It knows "stop", "pay".')).toBe('此工作流不等待信号“go”，可用的有“stop”、“pay”。');
    expect(said('"call" cannot take these parameters: "url" is missing.')).toBe('“call”不接受这些参数：缺少“url”。');
  });

  it('tells a conflict with what it is about', () => {
    expect(said('The open run 0192 of this workflow has the key "order-7". End it before this one is retried.')).toBe('此工作流未结束的运行“0192”已使用业务键“order-7”。请先结束它，再重试此运行。');
    expect(said('“Orders” has no version 9. The latest is 3.')).toBe('“Orders”没有版本 9，最新为 3。');
    expect(said('There is no run "orders:7": no workflow has the id or slug "orders".')).toBe('没有运行“orders:7”：没有 ID 或标识为“orders”的工作流。');
    expect(said('“Orders” has 3 open runs. Wait for them, or cancel them, and delete it then.')).toBe('“Orders”还有 3 个未结束的运行。请等待其结束或将其取消，然后再删除。');
  });

  it('says what a JSON Schema wants at each field, and how many more there are', () => {
    const problems = [
      { in: 'body' as const, pointer: '/input/lines/0/price', code: 'minimum', message: '"lines.0.price" must be at least 0.' },
      { in: 'body' as const, pointer: '/input/name', code: 'type', message: '"name" must be string, null.' },
      { in: 'body' as const, pointer: '/input', code: 'required', message: 'The value needs "id".' },
      { in: 'body' as const, pointer: '/input/size', code: 'enum', message: '"size" must be one of ["s","m"].' },
      { in: 'body' as const, pointer: '/input/mail', code: 'format', message: '"mail" is no email.' },
      { in: 'body' as const, pointer: '/input/tags', code: 'minItems', message: '"tags": Array has too few items (0 < 1).' },
      { in: 'body' as const, pointer: '/input/x', code: 'anyOf', message: '"x": Instance does not match any subschemas.' },
    ];
    const words = chinese.problemWords(problem('invalid_input', 'The input does not match its schema. /input/lines/0/price: "lines.0.price" must be at least 0. (and 6 more)', { problems }));
    expect(words).toMatchObject({ title: '输入不符合工作流的 JSON Schema', lang: 'zh', detail: '输入不符合其 JSON Schema。“/input/lines/0/price”：“lines.0.price”不能小于 0。（另有 6 处）' });
    expect(words.problems.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
      '/input/lines/0/price “lines.0.price”不能小于 0。', '/input/name “name”必须是文本或null。', '/input 缺少“id”。', '/input/size “size”必须是其中之一："s","m"。',
      '/input/mail “mail”不是有效的“email”。', '/input/tags “tags”至少要有 1 项。', '/input/x “x”不符合其 JSON Schema。',
    ]);
  });

  it('are those of the finding where validation found it, with what to do', () => {
    const finding = { pointer: '/nodes/1/params/if', code: 'unknown_step', severity: 'error' as const, message: 'There is no step "hotl".', fix: 'Did you mean "hotel"?', node: 'ask' };
    expect(chinese.problemWords(problem('invalid_definition', 'There is no step "hotl". (and 1 more)', { problems: [finding] }))).toMatchObject({
      title: '定义有错误', detail: '没有名为“hotl”的步骤。（另有 1 处）', problems: [{ message: '没有名为“hotl”的步骤。', fix: '是否指“hotel”？', node: 'ask' }],
    });
  });

  it('are the Chinese title before the English sentence that nobody translated', () => {
    expect(chinese.problemWords(problem('run_over', 'Out of the blue.'))).toMatchObject({ title: '运行已结束', detail: 'Out of the blue.', lang: 'en' });
    expect(chinese.problemWords(problem('of_a_newer_server', 'Out of the blue.'))).toMatchObject({ title: 'The title', lang: 'en' });
  });
});

describe('an error that is shown', () => {
  const t = translator('zh');
  const refused = new ApiError(409, 'not_paused', 'The run is not paused.', 'POST /x', problem('not_paused', 'The run is not paused.', { title: 'The run is not paused' }));
  it('is told in Chinese where that is read, and by the server where English is', () => {
    expect(describeError(refused, t, { state: 'ready', words: chinese })).toMatchObject({ title: '运行未暂停', detail: '运行没有暂停。' });
    expect(describeError(refused, translator('en'), { state: 'english' })).toMatchObject({ title: 'The run is not paused', detail: 'The run is not paused.' });
  });
  it('shows nothing English while the words are loaded', () => {
    expect(describeError(refused, t, { state: 'loading' })).toMatchObject({ title: '操作未成功', detail: null, problems: [] });
  });
  it('keeps what a page has told in the reader’s words', () => {
    const retold = new ApiError(409, 'already_decided', '小李已先决定', 'POST /x', problem('already_decided', 'Li decided.', { title: '已有决定' }));
    expect(describeError(retold, t, { state: 'ready', words: chinese })).toMatchObject({ title: '已有决定', detail: '小李已先决定' });
  });
  it('says by its language that a sentence is English', () => {
    expect(describeError(new ApiError(409, 'run_over', 'Odd.', 'POST /x', problem('run_over', 'Odd.')), t, { state: 'ready', words: chinese })).toMatchObject({ title: '运行已结束', detail: 'Odd.', lang: 'en' });
  });
});

/** Files that say no, and how they begin to. A value in a sentence may be of several kinds. */
const SPEAKING: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b(?:refuse|new EngineError|new ProblemError)\(\s*'(?!duplicate)[a-z_]+',\s*(`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*')/g, [
    'engine/core/decide/guards.ts', 'engine/core/decide/fast-forward.ts', 'engine/core/decide/updates.ts', 'engine/runtime/starts.ts', 'engine/runtime/signals.ts', 'engine/runtime/forks.ts', 'engine/runtime/fork-cut.ts', 'engine/runtime/talk.ts',
    'engine/runtime/engine-of.ts', 'engine/runtime/migrations.ts', 'engine/runtime/mailbox.ts', 'engine/runtime/parked.ts', 'engine/runtime/plans.ts', 'engine/runtime/back-tests.ts', 'engine/runtime/check-overrides.ts', 'engine/runtime/external-tasks.ts', 'engine/runtime/messages.ts',
    'app/_server/route.ts', 'app/_server/run-address.ts', 'app/_server/approval-views.ts', 'app/_server/store-views.ts', 'app/_server/workflow-views.ts', 'app/_server/run-views.ts', 'app/_server/start-run.ts', 'app/_server/save-workflow.ts', 'app/_server/create-workflow.ts', 'app/_server/definition-size.ts', 'app/_server/signal-run.ts', 'app/_server/decide-approval.ts',
    'app/_server/read-body.ts', 'app/_server/paging.ts', 'app/_server/own-host.ts',
  ]],
  [/\bmessage: (`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*')/g, ['engine/core/migration.ts', 'engine/core/fork-edits.ts', 'engine/core/query.ts', 'engine/definition/test-runs/prepare.ts', 'engine/definition/test-runs/only.ts', 'app/_server/start-run.ts', 'app/_server/zod-problems.ts', 'app/_server/read-body.ts']],
  [/\breturn (?:step\.cancelling \? |last === undefined \? )?(`"(?:[^`\\]|\\.)*`)/g, ['engine/core/fork-edits.ts']],
];
/** Each `${…}` in turn is one of these, the same for the whole sentence. */
const FILLS = ['x1', '7', '2026-03-04T05:06:07Z', 'completed', '"a", "b"', 'It is required.', ''];
/** Parts of sentences, sentences made of others, what is written into a log alone, and what the examples above tell. */
const NOT_ALONE = [/^\$\{[^}]*\}\$\{rest\}$/, /^\$\{problems\[0\]!\.message\}/, /^\$\{sentence\(first\)\}/, /^\$\{what\} does not match/, /^The run is parked: /, /^It must be \$\{issue\.values/, /^\$\{size\} larger than/, /^The request is closed: /, /open run\$\{/, /^“\$\{row\.name\}” has no version/, /^At event \$\{seq\} the other version/];

it('has words for each sentence with which the engine and the API say no', () => {
  const silent: string[] = [];
  let seen = 0;
  for (const [pattern, files] of SPEAKING) {
    for (const file of files) {
      for (const [, literal = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(pattern)) {
        // What stands behind a whole sentence may be nothing.
        const sentence = literal.slice(1, -1).replace(/\.\$\{\w+\}$/, '.');
        if (NOT_ALONE.some((part) => part.test(sentence))) continue;
        seen++;
        if (!FILLS.some((fill) => said(fillIn(sentence, fill)) !== null)) silent.push(`${file}: ${sentence}`);
      }
    }
  }
  expect(silent).toEqual([]);
  expect(seen).toBeGreaterThan(90);
});

/** Holes of a template, those that hold braces and templates of their own too. */
function fillIn(template: string, value: string): string {
  let filled = '';
  for (let at = 0; at < template.length; at++) {
    if (!template.startsWith('${', at)) {
      filled += template[at];
      continue;
    }
    for (let depth = 1, from = at + 2; depth > 0 && from < template.length; from++) {
      if (template[from] === '{') depth++;
      if (template[from] === '}') depth--;
      at = from;
    }
    filled += value;
  }
  return filled;
}
