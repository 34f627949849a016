import { catalogue, type MessageKey } from './catalogue.ts';
import type { DesignCatalogue, DesignKey } from './design-catalogue.ts';
import type { Language } from './language.ts';
import { format, type Message, type NamesOf, type Values } from './message.ts';

// What a message needs is told by one type for all catalogues, so that whoever knows more texts can stand in for whoever knows fewer.
type MessageAt<K extends DesignKey> = K extends `${infer A extends keyof DesignCatalogue}.${infer N}` ? (N extends keyof DesignCatalogue[A] ? DesignCatalogue[A][N] : never) : never;
type Needs<K extends DesignKey> = MessageAt<K> extends Message ? NamesOf<MessageAt<K>> : never;
type Arguments<K extends DesignKey> = [Needs<K>] extends [never] ? [] : [values: Readonly<Record<Needs<K>, string | number>>];
type TranslateOf<Key extends DesignKey> = <K extends Key>(key: K, ...values: Arguments<K>) => string;

/** `t('area.key', values)`: the values that a message needs are known to the type checker. */
export type Translate = TranslateOf<MessageKey>;
/** The same over the texts of designing too; it stands in for a `Translate`. The mark keeps the type checker from taking one that knows fewer. */
export type DesignTranslate = TranslateOf<DesignKey> & { readonly designs: true };

type Areas = Readonly<Record<string, Readonly<Record<string, Message>>>>;

/** The texts of one language; outside of React too: on the server, in tests, in titles. */
export function translator(language: Language): Translate {
  return translatorOf<MessageKey>(catalogue, language);
}

/** The same over other areas. @param areas hold a message for each `Key` */
export function translatorOf<Key extends DesignKey>(areas: Areas, language: Language): TranslateOf<Key> {
  return (key, ...values) => {
    const found = messageAt(areas, key);
    if (!found) throw new Error(`No message is called ${key}.`);
    return format(found, language, values[0]);
  };
}

/** A message by a key that is only known at run time (a status, a code); the key itself when there is none. */
export function translateLoosely(language: Language, key: string, values?: Values, areas: Areas = catalogue): string {
  const found = messageAt(areas, key);
  return found ? format(found, language, values) : key;
}

function messageAt(areas: Areas, key: string): Message | undefined {
  const dot = key.indexOf('.');
  return areas[key.slice(0, dot)]?.[key.slice(dot + 1)];
}
