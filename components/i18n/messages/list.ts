import { messages } from '../message.ts';

export const list = messages({});
