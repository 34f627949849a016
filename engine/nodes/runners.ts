import type { NodeRunner } from '../ports/node-runner.ts';
import { agentRunner } from './agent/run.ts';
import { codeRunner } from './code/run.ts';
import { httpRunner } from './http/run.ts';
import { storeRunner } from './store/run.ts';

/** What executes the node types whose kind is `task`. Server only. */
export const runners: ReadonlyMap<string, NodeRunner> = new Map([httpRunner, codeRunner, agentRunner, storeRunner].map((runner) => [runner.type, runner]));
