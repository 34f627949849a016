import { messages } from '../message.ts';

/** Texts of the page of one run. */
export const runs = messages({});
