import type { Language } from './language.ts';

/** A text in one language: a sentence, or the forms of a plural chosen by the value `count`. */
export type Form = string | { readonly one: string; readonly other: string };

/** A text in both languages, side by side. */
export type Message = { readonly en: Form; readonly zh: Form };

/** What stands in the `{braces}` of a message. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * Declares the messages of one area. Both languages stand side by side, so that neither is forgotten.
 * `{name}` is filled in by the caller; a message with `one` and `other` needs `{count}`.
 */
export function messages<const T extends Record<string, Message>>(area: T): T {
  return area;
}

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type TextOf<F> = F extends string ? F : F extends { one: infer One extends string; other: infer Other extends string } ? One | Other : never;
type CountOf<F> = F extends string ? never : 'count';
/** Names of the values a message needs. */
export type NamesOf<M extends Message> = Names<TextOf<M['en']>> | CountOf<M['en']>;

/** Fills in a message. A value that is missing stays visible as `{name}`: a hole in a sentence is found, a silent one is not. */
export function format(message: Message, language: Language, values: Values = {}): string {
  const form = message[language];
  const text = typeof form === 'string' ? form : values.count === 1 ? form.one : form.other;
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? numberFormat(language).format(value) : value;
  });
}

const formats = new Map<Language, Intl.NumberFormat>();
function numberFormat(language: Language): Intl.NumberFormat {
  let found = formats.get(language);
  if (!found) formats.set(language, (found = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en')));
  return found;
}
