import { messages } from '../message.ts';

export const approvals = messages({});
