import { catalogue, type Area, type Catalogue, type MessageKey } from './catalogue.ts';
import type { Language } from './language.ts';
import { format, type Message, type NamesOf, type Values } from './message.ts';

type MessageAt<K extends MessageKey> = K extends `${infer A extends Area}.${infer N}` ? (N extends keyof Catalogue[A] ? Catalogue[A][N] : never) : never;
type Needs<K extends MessageKey> = MessageAt<K> extends Message ? NamesOf<MessageAt<K>> : never;
type Arguments<K extends MessageKey> = [Needs<K>] extends [never] ? [] : [values: Readonly<Record<Needs<K>, string | number>>];

/** `t('area.key', values)`: the values that a message needs are known to the type checker. */
export type Translate = <K extends MessageKey>(key: K, ...values: Arguments<K>) => string;

/** The texts of one language; outside of React too: on the server, in tests, in titles. */
export function translator(language: Language): Translate {
  return (key, ...values) => format(messageAt(key), language, values[0]);
}

/** A message by a key that is only known at run time (a status, a code); the key itself when there is none. */
export function translateLoosely(language: Language, key: string, values?: Values): string {
  const [area, name] = splitKey(key);
  const found = (catalogue as Record<string, Record<string, Message>>)[area]?.[name];
  return found ? format(found, language, values) : key;
}

function messageAt(key: string): Message {
  const [area, name] = splitKey(key);
  const found = (catalogue as Record<string, Record<string, Message>>)[area]?.[name];
  if (!found) throw new Error(`No message is called ${key}.`);
  return found;
}

function splitKey(key: string): [string, string] {
  const dot = key.indexOf('.');
  return [key.slice(0, dot), key.slice(dot + 1)];
}

