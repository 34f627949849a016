import { backTestQuerySchema, backTestSchema } from '../back-test.ts';
import { operation } from '../operation.ts';
import { workflowParams } from './workflows.ts';

export const backTest = operation({
  id: 'backTest',
  method: 'GET',
  path: '/api/v1/workflows/{id}/back-test',
  tag: 'Workflows',
  summary: 'What runs that have ended would do under the draft',
  description:
    'The last runs of the workflow that have ended (200 at most, `of` narrows them to one version, test runs are left out) go their way again under the draft, or under `version`, on what their histories hold. Nothing is executed and nothing is written. A step for which nothing was recorded stays without an answer, and one that would be given something else is taken to answer as it did. It takes 8 s at most: `looked` says how many of `of` were looked at.',
  params: workflowParams,
  query: backTestQuerySchema,
  answers: { 200: { description: 'How many runs would do what, and each with its differences.', schema: backTestSchema } },
  problems: ['invalid_request', 'workflow_not_found', 'version_not_found', 'not_published', 'invalid_definition', 'too_many_back_tests'],
});
