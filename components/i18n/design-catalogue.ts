import { catalogue, type KeyOf } from './catalogue.ts';
import { backTest } from './messages/back-test.ts';
import { builder } from './messages/builder.ts';
import { designer } from './messages/designer.ts';
import { editor } from './messages/editor.ts';
import { gestures } from './messages/gestures.ts';
import { inspector } from './messages/inspector.ts';
import { runKeys } from './messages/run-keys.ts';

/** The texts of designing too. They are half of all, and only who designs fetches them. */
export const designCatalogue = { ...catalogue, editor, designer, inspector, gestures, backTest, runKeys, builder } as const;

export type DesignCatalogue = typeof designCatalogue;
export type DesignKey = KeyOf<DesignCatalogue>;
