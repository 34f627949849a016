import { messages } from '../message.ts';

export const settings = messages({});
