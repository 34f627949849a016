import { z } from 'zod';
import { createWorkflowSchema, GREATEST_NUMBER, pageOf, pageQuerySchema, publishSchema, saveWorkflowSchema, templateSchema, validateSchema, validationSchema, versionSchema, versionSummarySchema, workflowSchema, workflowSummarySchema } from '../api.ts';
import { BODY_LIMITS, operation } from '../operation.ts';

/** Where a call takes a workflow it takes its id or its slug. */
export const workflowParams = z.strictObject({ id: z.string().min(1).max(100) });
const versionParams = workflowParams.extend({ number: z.coerce.number().int().min(1).max(GREATEST_NUMBER) });
const tag = 'Workflows';
const etag = { ETag: 'The revision of the draft, to be sent back as If-Match.' };

export const listWorkflows = operation({
  id: 'listWorkflows',
  method: 'GET',
  path: '/api/v1/workflows',
  tag,
  summary: 'All workflows, the last changed first, each with its last runs',
  query: pageQuerySchema.extend({ q: z.string().max(200).optional(), folder: z.string().max(200).optional(), tag: z.string().max(50).optional() }),
  answers: { 200: { description: 'One page of workflows.', schema: pageOf(workflowSummarySchema) } },
  problems: ['invalid_request', 'invalid_cursor'],
});

export const createWorkflow = operation({
  id: 'createWorkflow',
  method: 'POST',
  path: '/api/v1/workflows',
  tag,
  summary: 'Make a workflow with a draft',
  description: 'The draft may be unfinished: its findings come back with it and stop nothing but publishing and running. Without a slug one is made from the name. The body may have 10 MB, as a file that is imported; the definition in it 5 MB, written without blanks.',
  body: createWorkflowSchema,
  limitBytes: BODY_LIMITS.import,
  answers: { 201: { description: 'The workflow.', schema: workflowSchema, headers: { ...etag, Location: 'Its address.' } } },
  problems: ['malformed_json', 'invalid_request', 'slug_taken', 'body_too_large', 'unsupported_media_type'],
});

export const getWorkflow = operation({
  id: 'getWorkflow',
  method: 'GET',
  path: '/api/v1/workflows/{id}',
  tag,
  summary: 'One workflow with its draft and the findings of validation',
  params: workflowParams,
  answers: { 200: { description: 'The workflow.', schema: workflowSchema, headers: etag } },
  problems: ['workflow_not_found'],
});

export const saveWorkflow = operation({
  id: 'saveWorkflow',
  method: 'PUT',
  path: '/api/v1/workflows/{id}',
  tag,
  summary: 'Save the draft',
  description: 'If-Match says which revision was changed. When the draft has moved on, the answer is 409 and `context` holds both sides: `yours`, `theirs` and the revision of theirs. The definition may have 5 MB, written without blanks.',
  params: workflowParams,
  body: saveWorkflowSchema,
  headers: { 'If-Match': { required: true, description: 'The ETag of the draft that was changed.' } },
  limitBytes: BODY_LIMITS.import,
  answers: { 200: { description: 'The workflow with its new revision.', schema: workflowSchema, headers: etag } },
  problems: ['malformed_json', 'invalid_request', 'workflow_not_found', 'revision_conflict', 'if_match_required', 'body_too_large', 'unsupported_media_type'],
});

export const deleteWorkflow = operation({
  id: 'deleteWorkflow',
  method: 'DELETE',
  path: '/api/v1/workflows/{id}',
  tag,
  summary: 'Delete a workflow',
  description: 'Refused while it has open runs. Its finished runs and their histories stay and can be read; its slug is free again.',
  params: workflowParams,
  answers: { 204: { description: 'It is gone.' } },
  problems: ['workflow_not_found', 'workflow_busy'],
});

export const publishWorkflow = operation({
  id: 'publishWorkflow',
  method: 'POST',
  path: '/api/v1/workflows/{id}/publish',
  tag,
  summary: 'Make the draft a numbered, immutable version',
  description: 'Errors of validation stop it, warnings do not. A draft that equals the latest version makes no new one: the answer is 200 with that version.',
  params: workflowParams,
  body: publishSchema,
  bodyOptional: true,
  answers: { 201: { description: 'The new version.', schema: versionSummarySchema }, 200: { description: 'Nothing has changed since this version.', schema: versionSummarySchema } },
  problems: ['malformed_json', 'invalid_request', 'workflow_not_found', 'invalid_definition'],
});

export const listVersions = operation({
  id: 'listVersions',
  method: 'GET',
  path: '/api/v1/workflows/{id}/versions',
  tag,
  summary: 'The versions of a workflow, newest first',
  params: workflowParams,
  query: pageQuerySchema,
  answers: { 200: { description: 'One page of versions.', schema: pageOf(versionSummarySchema) } },
  problems: ['invalid_request', 'invalid_cursor', 'workflow_not_found'],
});

export const getVersion = operation({
  id: 'getVersion',
  method: 'GET',
  path: '/api/v1/workflows/{id}/versions/{number}',
  tag,
  summary: 'One version with its definition',
  params: versionParams,
  answers: { 200: { description: 'The version.', schema: versionSchema } },
  problems: ['invalid_request', 'workflow_not_found', 'version_not_found'],
});

export const validateDefinition = operation({
  id: 'validateDefinition',
  method: 'POST',
  path: '/api/v1/definitions/validate',
  tag,
  summary: 'Every problem of a definition, without saving it',
  description: 'What its sub-workflows say to it, too: one that is missing, cannot itself run, or would refuse its input. With `workflow`, whose draft this is, a step that starts it again is known. The body may have 10 MB, as a file that is imported; the definition in it 5 MB, written without blanks.',
  body: validateSchema,
  limitBytes: BODY_LIMITS.import,
  answers: { 200: { description: 'The findings; `ok` when none of them is an error.', schema: validationSchema } },
  problems: ['malformed_json', 'invalid_request', 'workflow_not_found', 'body_too_large', 'unsupported_media_type'],
});

export const listTemplates = operation({
  id: 'listTemplates',
  method: 'GET',
  path: '/api/v1/templates',
  tag,
  summary: 'The examples that ship with Heddle, to start from',
  query: pageQuerySchema,
  answers: { 200: { description: 'One page of the templates, in the order of the gallery.', schema: pageOf(templateSchema) } },
  problems: ['invalid_request', 'invalid_cursor'],
});
