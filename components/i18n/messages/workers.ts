import { messages } from '../message.ts';

export const workers = messages({});
