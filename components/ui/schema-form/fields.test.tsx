import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LanguageProvider } from '@/components/i18n/use-t.tsx';
import type { JsonObject } from '@/engine/index.ts';
import { SchemaField } from './fields.tsx';
import type { SchemaFormState } from './use-schema-form.ts';

const choices: JsonObject = { type: 'array', items: { enum: ['a', 'b'] }, uniqueItems: true };
function shown(required: boolean, wrong: boolean): string {
  const nothing = (): void => undefined;
  const form: SchemaFormState = { schema: choices, value: undefined, problems: [], problemAt: () => (wrong ? { pointer: '/extras', key: 'forms.required' } : undefined), drafts: new Map(), set: nothing, setDraft: nothing, touch: nothing, replace: nothing, submit: () => null };
  return renderToStaticMarkup(<LanguageProvider language="en"><SchemaField form={form} schema={choices} value={undefined} pointer="/extras" name="extras" required={required} disabled={false} /></LanguageProvider>);
}

it('a set of choices says in words that it is required', () => {
  expect(shown(true, false)).toMatch(/<legend.*<span class="sr-only"> required<\/span>.*<\/legend>/);
  expect(shown(false, false)).not.toContain('required');
});

it('what is wrong with a set of choices describes it, and is not said of a group as if it were a field', () => {
  const html = shown(true, true);
  const note = /<fieldset aria-describedby="([^"]+)"/.exec(html)?.[1];
  expect(note).toBeDefined();
  expect(html).toContain(`id="${note}" role="alert"`);
  expect(html).not.toContain('aria-invalid');
});
