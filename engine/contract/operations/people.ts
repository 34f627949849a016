import { z } from 'zod';
import { approvalListQuerySchema, approvalSchema, decisionSchema, delegationSchema, pageOf } from '../api.ts';
import { operation } from '../operation.ts';

const tag = 'Approvals';
const approvalParams = z.strictObject({ id: z.string().min(1).max(200) });

export const listApprovals = operation({
  id: 'listApprovals',
  method: 'GET',
  path: '/api/v1/approvals',
  tag,
  summary: 'What people are asked; open requests first due first',
  description: '`status` is `open` when nothing is said: first due first, those without a due time last, the longest open first. `closed` ones come with the last closed first, `all` newest first. `assignee`, several times if need be, leaves those that ask one of these names, or nobody by name; it follows hand-overs and escalations.',
  query: approvalListQuerySchema,
  answers: { 200: { description: 'One page of requests.', schema: pageOf(approvalSchema) } },
  problems: ['invalid_request', 'invalid_cursor'],
});

export const getApproval = operation({
  id: 'getApproval',
  method: 'GET',
  path: '/api/v1/approvals/{id}',
  tag,
  summary: 'One request',
  description: 'Reading decides nothing.',
  params: approvalParams,
  answers: { 200: { description: 'The request.', schema: approvalSchema } },
  problems: ['approval_not_found'],
});

export const decideApproval = operation({
  id: 'decideApproval',
  method: 'POST',
  path: '/api/v1/approvals/{id}/decision',
  tag,
  summary: 'Decide',
  description: '`outcome` is one of the request’s outcomes, `data` matches its form. The first outcome needs the form: without `data` it takes what the form is prefilled with, its defaults included, if that is enough. The others may go without `data`. `shownHash` goes into the history; when it is sent and the request shows something else by now, the answer is 409. The first decision wins: a later one answers 409 and says who decided and when. Whoever is named in `excluded` is answered 403.',
  params: approvalParams,
  body: decisionSchema,
  answers: { 200: { description: 'The request after it.', schema: approvalSchema } },
  problems: ['malformed_json', 'invalid_request', 'approval_not_found', 'already_decided', 'may_not_decide', 'approval_closed', 'shown_changed', 'unknown_outcome', 'invalid_form', 'unsupported_media_type'],
});

export const delegateApproval = operation({
  id: 'delegateApproval',
  method: 'POST',
  path: '/api/v1/approvals/{id}/delegate',
  tag,
  summary: 'Ask others',
  description: '`to` are asked in the place of `by`, or beside the others when `by` was not asked by name. The request stays open, its due time stays; who handed it over to whom stands in the history.',
  params: approvalParams,
  body: delegationSchema,
  answers: { 200: { description: 'The request after it.', schema: approvalSchema } },
  problems: ['malformed_json', 'invalid_request', 'approval_not_found', 'already_decided', 'may_not_decide', 'already_assigned', 'approval_closed', 'unsupported_media_type'],
});
