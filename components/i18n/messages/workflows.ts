import { messages } from '../message.ts';

export const workflows = messages({});
