import { describe, expect, it } from 'vitest';
import { validatorOf } from '../../definition/json-schema.ts';
import { jsonFrom } from './offline-json.ts';
import { listedIn, numbersIn, placeOf, questionsIn } from './offline-text.ts';

const texts = { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 6 };
const PLAN = 'Open a shop:\n1. Look for a street.\n2. Ask what it costs.\n3. Choose, after 1 and 2.';

describe('a list in the text', () => {
  it('is the list that is asked for', () => {
    expect(jsonFrom({ type: 'object', properties: { steps: texts } }, PLAN)).toEqual({ steps: ['Look for a street.', 'Ask what it costs.', 'Choose, after 1 and 2.'] });
    expect(jsonFrom({ ...texts, maxItems: 2 }, '- one thing\n* another\n• a third', 'steps')).toEqual(['one thing', 'another']);
  });

  it('has each entry once, and none longer than is allowed', () => {
    expect(jsonFrom({ ...texts, uniqueItems: true, items: { type: 'string', maxLength: 12 } }, '- Look for a street.\n- Look for a house.\n- Ask.\n- Ask.', 'steps')).toEqual(['Look for a s', 'Look for a h', 'Ask.']);
  });

  it('is not, when it is too short, or when names are asked for', () => {
    expect(jsonFrom({ ...texts, minItems: 4 }, PLAN, 'steps')).toHaveLength(4);
    expect(jsonFrom(texts, '- Anna Lindqvist leads the shop.\n- The shop of Anna Lindqvist grows.', 'people')).toEqual(['Anna Lindqvist']);
    expect(listedIn('- A single line is no list.')).toEqual([]);
  });

  it('is one object for each entry, with the numbers that the entry says', () => {
    const task = { type: 'object', properties: { task: { type: 'string' }, after: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 12 } } } };
    expect(jsonFrom({ type: 'array', items: task, minItems: 2 }, PLAN)).toEqual([
      { task: 'Look for a street.', after: [] },
      { task: 'Ask what it costs.', after: [] },
      { task: 'Choose, after 1 and 2.', after: [1, 2] },
    ]);
  });
});

it('a long text is cut between two characters', () => {
  const long = `a${'😀'.repeat(900)}`;
  expect(JSON.stringify(jsonFrom({ type: 'object', properties: { answer: { type: 'string' }, short: { type: 'string', maxLength: 10 } } }, long))).not.toMatch(/\\ud[89a-f]/);
  expect(jsonFrom({ ...texts, items: { type: 'string', maxLength: 4 } }, '- a😀😀😀\n- b😀😀😀', 'steps')).toEqual(['a😀', 'b😀']);
});

describe('numbers', () => {
  it('are those that the text says and the schema allows', () => {
    expect(numbersIn('After 3, 1 and 3, not 2.5, B2B or 1,200.')).toEqual([3, 1]);
    expect(jsonFrom({ type: 'array', items: { type: 'integer', maximum: 10, multipleOf: 5 }, maxItems: 2 }, 'Take 5, 7, 10, 0 or 50.')).toEqual([5, 10]);
  });

  it('are made up only where some are demanded', () => {
    expect(jsonFrom({ type: 'array', items: { type: 'integer' } }, 'None are said here.')).toEqual([]);
    expect(jsonFrom({ type: 'array', items: { type: 'integer' }, minItems: 2 }, 'None are said here.')).toHaveLength(2);
  });
});

describe('what is open', () => {
  const text = 'The looms are fast and reliable. Who repairs them at night? The weavers like them.';

  it('is what the text asks, and nothing when it asks nothing', () => {
    expect(questionsIn(text)).toEqual(['Who repairs them at night?']);
    expect(jsonFrom({ ...texts, minItems: 0 }, text, 'gaps')).toEqual(['Who repairs them at night?']);
    expect(jsonFrom({ ...texts, minItems: 0 }, 'All is said and clear.', 'gaps')).toEqual([]);
    expect(jsonFrom(texts, 'All is said and clear.', 'gaps')).toHaveLength(1);
  });

  it('is left out of a summary, unless there is nothing else', () => {
    expect(jsonFrom({ type: 'string' }, text)).toBe('The looms are fast and reliable. The weavers like them.');
    expect(jsonFrom({ type: 'string' }, 'Who repairs them at night?')).toBe('Who repairs them at night?');
  });
});

describe('a choice', () => {
  const schema = { type: 'object', properties: { why: { type: 'string' }, who: { enum: ['writer', 'reader', 'nobody'] } } };

  it('is what the text names first, and what stands beside it is about that', () => {
    const text = 'Much is left to be done here today. Let the reader look through the notes. Let the writer begin afterwards.';
    expect(jsonFrom(schema, text)).toEqual({ who: 'reader', why: 'Let the reader look through the notes.' });
    expect(jsonFrom(schema, 'There is much to be done here today.')).toMatchObject({ why: 'There is much to be done here today.' });
  });

  it('is named only by a whole word', () => {
    expect(placeOf('read', 'Already reading, then read.')).toBe(22);
    expect(placeOf('a.c', 'abc')).toBe(-1);
  });

  it('still follows the mood first', () => {
    expect(jsonFrom({ enum: ['against', 'in favour'] }, 'Some are against it. Strong growth, great success.')).toBe('in favour');
  });
});

describe('a reference within a list', () => {
  const point = { type: 'object', properties: { text: { type: 'string', minLength: 1 }, weight: { type: 'integer', minimum: 1, maximum: 9 } }, required: ['text', 'weight'] };

  it('leads to where it does anywhere else: to the root of the schema', () => {
    const schema = { type: 'object', properties: { points: { type: 'array', items: { $ref: '#/$defs/point' }, minItems: 1 } }, $defs: { point } };
    const { points } = jsonFrom(schema, PLAN) as { points: { text: string; weight: number }[] };
    expect(points.map(({ text }) => text)).toEqual(['Look for a street.', 'Ask what it costs.', 'Choose, after 1 and 2.']);
    expect(points.every(({ weight }) => Number.isInteger(weight) && weight >= 1 && weight <= 9)).toBe(true);
    const inner = { type: 'array', items: { type: 'object', properties: { point: { $ref: '#/$defs/point' } } }, minItems: 2, $defs: { point } };
    expect((jsonFrom(inner, 'One thing is said. Another is not.') as { point: { text: string } }[]).map(({ point: { text } }) => text)).toEqual(['One thing is said.', 'Another is not.']);
    expect(jsonFrom({ type: 'array', items: { $ref: '#/$defs/name' }, $defs: { name: { type: 'string' } } }, PLAN, 'steps')).toEqual(['Look for a street.', 'Ask what it costs.', 'Choose, after 1 and 2.']);
  });

  it('may lead round in a circle: what holds itself comes to an end, and fits', () => {
    const tree = { type: 'object', properties: { name: { type: 'string' }, parts: { type: 'array', items: { $ref: '#' } } }, required: ['name', 'parts'] };
    const made = jsonFrom(tree, 'The loom has a frame. The frame has four posts. Each post stands on a foot.');
    expect(validatorOf(tree).validate(made)).toEqual([]);
    expect(made).toMatchObject({ parts: [{ parts: [{ parts: [] }] }, {}, {}] });
    expect(jsonFrom({ type: 'array', items: { $ref: '#/$defs/a' }, $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }, 'Something.')).toHaveLength(1);
  });
});
