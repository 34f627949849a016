import type { ProblemCode } from '@/engine/index.ts';
import type { Call } from './route-files.ts';

/** A request that must be refused: with this status and code, at this place, with a sentence that says this. */
export type Malformed = { what: string; method: string; path: string; call?: Call; status: number; code: ProblemCode; pointer?: string; item?: string; says: RegExp };

const node = (id: string, type: string, params: object = {}) => ({ id, type, params });
const greeting = { heddle: 1, name: 'Greeting', input: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }, nodes: [node('start', 'start'), node('end', 'end', { output: '{{ input.name }}' })], edges: [{ id: 'e1', source: 'start', target: 'end' }] };
export const GREETING = greeting;
/** A run that asks people, with these parameters besides. */
const asks = (params: object) => ({ definition: { heddle: 1, name: 'Asks', nodes: [node('start', 'start'), node('ask', 'approval', { title: 'Well?', due: '9d', ...params })], edges: [{ id: 'e1', source: 'start', target: 'ask' }] } });
/** A draft that fits an import and is no definition of a size that is taken. */
const LARGE = { ...greeting, nodes: [...greeting.nodes, node('large', 'transform', { value: 'x'.repeat(5_400_000) })] };
const json = { 'content-type': 'application/json' };
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const cursorOf = (...values: (string | number)[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

/** `wf` is a published workflow made of GREETING, `draft` one that was never published and has an error. */
export const MALFORMED: readonly Malformed[] = [
  // Where a request comes from
  { what: 'a host that is not ours', method: 'GET', path: '/api/v1/workflows', call: { headers: { host: 'heddle.example.com' } }, status: 403, code: 'foreign_host', says: /does not answer for the host "heddle.example.com"/ },
  { what: 'a host with a name re-bound to loopback', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: greeting }, headers: { host: '127.0.0.1.nip.io:3000' } }, status: 403, code: 'foreign_host', says: /127\.0\.0\.1\.nip\.io/ },
  { what: 'the right host on another port', method: 'GET', path: '/api/v1/workflows', call: { headers: { host: '127.0.0.1:3001' } }, status: 403, code: 'foreign_host', says: /:3001/ },
  { what: 'a page of another origin', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { input: { name: 'x' } }, headers: { origin: 'https://evil.example' } }, status: 403, code: 'foreign_origin', says: /Pages of "https:\/\/evil\.example"/ },
  { what: 'an opaque origin', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: greeting }, headers: { origin: 'null' } }, status: 403, code: 'foreign_origin', says: /"null"/ },
  { what: 'a form of another site', method: 'DELETE', path: '/api/v1/workflows/wf', call: { headers: { 'sec-fetch-site': 'cross-site' } }, status: 403, code: 'foreign_origin', says: /another site/ },

  // Addresses and methods
  { what: 'an address that does not exist', method: 'GET', path: '/api/v1/wrkflows', status: 404, code: 'route_not_found', says: /nothing at \/api\/v1\/wrkflows/ },
  { what: 'a method that does not go with the address', method: 'PUT', path: '/api/v1/runs', status: 405, code: 'method_not_allowed', says: /It takes GET, POST, HEAD/ },
  { what: 'a decision by GET', method: 'GET', path: '/api/v1/approvals/a.1/decision', status: 405, code: 'method_not_allowed', says: /GET does not go with this address/ },
  { what: 'a decision by HEAD', method: 'HEAD', path: '/api/v1/approvals/a.1/decision', status: 405, code: 'method_not_allowed', says: /^$/ },
  { what: 'a step of a run that is not there', method: 'GET', path: '/api/v1/runs/nope/steps/book/hotel', status: 404, code: 'run_not_found', says: /nope/ },

  // Bodies
  { what: 'no body', method: 'POST', path: '/api/v1/workflows', status: 422, code: 'invalid_request', item: 'missing_field', says: /required/ },
  { what: 'a body that is not JSON', method: 'POST', path: '/api/v1/workflows', call: { raw: '{"definition": {', headers: json }, status: 400, code: 'malformed_json', says: /cannot be read as JSON/ },
  { what: 'a body that is not UTF-8', method: 'POST', path: '/api/v1/workflows', call: { raw: new Uint8Array([0x22, 0xff, 0xfe, 0x22]), headers: json }, status: 400, code: 'malformed_json', says: /not UTF-8/ },
  { what: 'a form', method: 'POST', path: '/api/v1/workflows', call: { raw: 'definition=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, status: 415, code: 'unsupported_media_type', says: /not as application\/x-www-form-urlencoded/ },
  { what: 'plain text, as a page of another site could send it', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { raw: '{}', headers: { 'content-type': 'text/plain' } }, status: 415, code: 'unsupported_media_type', says: /not as text\/plain/ },
  { what: 'a body of more than 1 MB', method: 'POST', path: '/api/v1/workflows/wf/publish', call: { body: { note: 'x'.repeat(1_100_000) } }, status: 413, code: 'body_too_large', says: /larger than 1 MB/ },
  { what: 'a definition of more than 5 MB', method: 'POST', path: '/api/v1/definitions/validate', call: { body: { definition: LARGE } }, status: 413, code: 'body_too_large', says: /The definition has 5\.\d MB and is larger than 5 MB/ },
  { what: 'what is to be validated in a body of more than 10 MB', method: 'POST', path: '/api/v1/definitions/validate', call: { body: { definition: 'x'.repeat(10_500_000) } }, status: 413, code: 'body_too_large', says: /larger than 10 MB/ },
  { what: 'a run input of more than 8 MB', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { input: 'x'.repeat(8_400_000) } }, status: 413, code: 'body_too_large', says: /larger than 8 MB/ },
  { what: 'an import whose definition has more than 5 MB', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: LARGE } }, status: 413, code: 'body_too_large', says: /The definition has 5\.\d MB and is larger than 5 MB/ },
  { what: 'a draft of more than 5 MB', method: 'PUT', path: '/api/v1/workflows/wf', call: { body: { definition: LARGE }, headers: { 'if-match': '"1"' } }, status: 413, code: 'body_too_large', says: /The definition has 5\.\d MB and is larger than 5 MB/ },
  { what: 'workers after a cursor that is not ours', method: 'GET', path: '/api/v1/workers?cursor=abc', status: 400, code: 'invalid_cursor', says: /Begin again/ },
  { what: 'no task queues at all', method: 'GET', path: '/api/v1/task-queues?limit=0', status: 422, code: 'invalid_request', pointer: '/limit', item: 'too_small', says: /at least 1/ },
  { what: 'an import of more than 10 MB', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: 'x'.repeat(10_500_000) } }, status: 413, code: 'body_too_large', says: /larger than 10 MB/ },
  { what: 'a body nested 50,000 deep', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { raw: `{"input":${deep(50_000)}}`, headers: json }, status: 422, code: 'invalid_request', item: 'too_deep', says: /nested more than 200 deep/ },
  { what: 'a NUL in a string', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { raw: '{"input":{"name":"a\\u0000b"}}', headers: json }, status: 422, code: 'invalid_request', pointer: '/input/name', item: 'unstorable_text', says: /NUL characters/ },
  { what: 'half a surrogate pair', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { raw: '{"input":{"name":"\\ud83d"}}', headers: json }, status: 422, code: 'invalid_request', pointer: '/input/name', item: 'unstorable_text', says: /surrogate/ },
  { what: 'a list where an object is due', method: 'POST', path: '/api/v1/workflows', call: { body: [] }, status: 422, code: 'invalid_request', pointer: '', item: 'wrong_type', says: /The body: It must be an object/ },
  { what: 'null as a body', method: 'POST', path: '/api/v1/workflows', call: { raw: 'null', headers: json }, status: 422, code: 'invalid_request', pointer: '', says: /object/ },

  // What starts runs
  { what: 'a webhook that is not there', method: 'POST', path: '/api/v1/hooks/nobody-knows-this', call: { body: { name: 'x' } }, status: 404, code: 'route_not_found', says: /nothing at \/api\/v1\/hooks\/\{token\}\./ },
  { what: 'something below a webhook', method: 'POST', path: '/api/v1/hooks/nobody-knows-this/more', call: { body: {} }, status: 404, code: 'route_not_found', says: /nothing at \/api\/v1\/hooks\/\{token\}\./ },
  { what: 'a webhook that is asked', method: 'GET', path: '/api/v1/hooks/nobody-knows-this', status: 405, code: 'method_not_allowed', says: /It takes POST\./ },
  { what: 'a webhook that is waited for too long', method: 'POST', path: '/api/v1/hooks/x?wait=soon', status: 422, code: 'invalid_request', pointer: '/wait', says: /duration/ },
  { what: 'a pause of a trigger that is not there', method: 'POST', path: '/api/v1/triggers/tr_x/pause', status: 404, code: 'trigger_not_found', says: /no trigger tr_x/ },
  { what: 'a resumption of a trigger that is not there', method: 'POST', path: '/api/v1/triggers/tr_x/resume', status: 404, code: 'trigger_not_found', says: /tr_x/ },
  { what: 'a start of a trigger that is not there', method: 'POST', path: '/api/v1/triggers/tr_x/fire', status: 404, code: 'trigger_not_found', says: /tr_x/ },
  { what: 'a new address for a trigger that is not there', method: 'POST', path: '/api/v1/triggers/tr_x/token', status: 404, code: 'trigger_not_found', says: /tr_x/ },
  { what: 'a secret for a trigger that is not there', method: 'PUT', path: '/api/v1/triggers/tr_x/secret', status: 404, code: 'trigger_not_found', says: /tr_x/ },
  { what: 'a secret that is short', method: 'PUT', path: '/api/v1/triggers/tr_x/secret', call: { body: { secret: 'short' } }, status: 422, code: 'invalid_request', pointer: '/secret', item: 'too_small', says: /at least 16 characters/ },
  { what: 'a secret with a space', method: 'PUT', path: '/api/v1/triggers/tr_x/secret', call: { body: { secret: 'sixteen characters and more' } }, status: 422, code: 'invalid_request', pointer: '/secret', item: 'invalid_format', says: /no spaces/ },
  { what: 'the triggers of a workflow that is not there', method: 'GET', path: '/api/v1/triggers?workflow=nobody', status: 404, code: 'workflow_not_found', says: /nobody/ },
  { what: 'triggers after a cursor that is not ours', method: 'GET', path: '/api/v1/triggers?cursor=abc', status: 400, code: 'invalid_cursor', says: /Begin again/ },
  { what: 'a preview of no schedule', method: 'GET', path: '/api/v1/schedules/preview', status: 422, code: 'invalid_request', item: 'invalid_value', says: /either a cron expression or an interval/ },
  { what: 'a preview of a cron expression of four fields', method: 'GET', path: '/api/v1/schedules/preview?cron=0+9+*+*', status: 422, code: 'invalid_request', pointer: '/cron', item: 'cron_invalid', says: /five fields .* has 4/ },
  { what: 'a preview of the 25th hour', method: 'GET', path: '/api/v1/schedules/preview?cron=0+25+*+*+*', status: 422, code: 'invalid_request', pointer: '/cron', item: 'cron_invalid', says: /The hour "25" is not one of 0–23/ },
  { what: 'a preview in a zone that is not there', method: 'GET', path: '/api/v1/schedules/preview?cron=0+9+*+*+*&timezone=Mars', status: 422, code: 'invalid_request', pointer: '/timezone', item: 'timezone_unknown', says: /no time zone "Mars"/ },
  { what: 'a preview of an interval that is too short', method: 'GET', path: '/api/v1/schedules/preview?every=1s', status: 422, code: 'invalid_request', pointer: '/every', item: 'every_too_short', says: /at most every 5s/ },
  { what: 'a preview in an offset', method: 'GET', path: '/api/v1/schedules/preview?cron=0+9+*+*+*&timezone=%2B02:00', status: 422, code: 'invalid_request', pointer: '/timezone', item: 'timezone_unknown', says: /no time zone "\+02:00"/ },

  // Workflows
  { what: 'an unknown field', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: greeting, color: 'red' } }, status: 422, code: 'invalid_request', pointer: '/color', item: 'unknown_field', says: /no field "color"/ },
  { what: 'an unknown field deep in a definition', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: { ...greeting, nodes: [{ ...node('start', 'start'), colour: 1 }] } } }, status: 422, code: 'invalid_request', pointer: '/definition/nodes/0/colour', item: 'unknown_field', says: /no field "colour"/ },
  { what: 'a definition without a name', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: { heddle: 1 } } }, status: 422, code: 'invalid_request', pointer: '/definition/name', item: 'missing_field', says: /required/ },
  { what: 'a definition of another format', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: { ...greeting, heddle: 99 } } }, status: 422, code: 'invalid_request', pointer: '/definition/heddle', item: 'invalid_value', says: /has format 99; .* Update Heddle/ },
  { what: 'a node id with a space', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: { ...greeting, nodes: [node('my node', 'start')] } } }, status: 422, code: 'invalid_request', pointer: '/definition/nodes/0/id', item: 'invalid_format', says: /An id starts with a letter/ },
  { what: 'a duration nobody can read', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: { ...greeting, settings: { timeout: '5 minutes' } } } }, status: 422, code: 'invalid_request', pointer: '/definition/settings/timeout', says: /A duration looks like/ },
  { what: 'a slug with capitals', method: 'POST', path: '/api/v1/workflows', call: { body: { slug: 'My-Flow', definition: greeting } }, status: 422, code: 'invalid_request', pointer: '/slug', item: 'invalid_format', says: /lower-case/ },
  { what: 'a slug that is taken', method: 'POST', path: '/api/v1/workflows', call: { body: { slug: 'wf', definition: greeting } }, status: 409, code: 'slug_taken', says: /slug "wf" already/ },
  { what: 'more tags than there may be', method: 'POST', path: '/api/v1/workflows', call: { body: { definition: greeting, tags: Array.from({ length: 21 }, String) } }, status: 422, code: 'invalid_request', pointer: '/tags', item: 'too_big', says: /at most 20 entries/ },
  { what: 'a workflow that is not there', method: 'GET', path: '/api/v1/workflows/nobody', status: 404, code: 'workflow_not_found', says: /id or slug "nobody"/ },
  { what: 'a save without If-Match', method: 'PUT', path: '/api/v1/workflows/wf', call: { body: { definition: greeting } }, status: 428, code: 'if_match_required', says: /Send the ETag/ },
  { what: 'a save with an If-Match that is no ETag', method: 'PUT', path: '/api/v1/workflows/wf', call: { body: { definition: greeting }, headers: { 'if-match': '*' } }, status: 428, code: 'if_match_required', says: /not \*/ },
  { what: 'a save over a revision that is past', method: 'PUT', path: '/api/v1/workflows/wf', call: { body: { definition: greeting }, headers: { 'if-match': '"77"' } }, status: 409, code: 'revision_conflict', says: /was changed at/ },
  { what: 'a save of a workflow that is not there', method: 'PUT', path: '/api/v1/workflows/nobody', call: { body: { definition: greeting }, headers: { 'if-match': '"1"' } }, status: 404, code: 'workflow_not_found', says: /nobody/ },
  { what: 'a publication of a draft with errors', method: 'POST', path: '/api/v1/workflows/draft/publish', status: 422, code: 'invalid_definition', says: /./ },
  { what: 'a note of 3,000 characters', method: 'POST', path: '/api/v1/workflows/wf/publish', call: { body: { note: 'x'.repeat(3_000) } }, status: 422, code: 'invalid_request', pointer: '/note', item: 'too_big', says: /at most 2000 characters/ },
  { what: 'a version that is not a number', method: 'GET', path: '/api/v1/workflows/wf/versions/latest', status: 422, code: 'invalid_request', pointer: '/number', says: /in the address/ },
  { what: 'a version that is not there', method: 'GET', path: '/api/v1/workflows/wf/versions/9', status: 404, code: 'version_not_found', says: /no version 9/ },
  { what: 'a cursor that is not ours', method: 'GET', path: '/api/v1/workflows?cursor=abc', status: 400, code: 'invalid_cursor', says: /Begin again/ },
  { what: 'a cursor with a NUL', method: 'GET', path: `/api/v1/runs?cursor=${cursorOf(1, '\0')}`, status: 400, code: 'invalid_cursor', says: /Begin again/ },
  { what: 'a cursor with a number too great for what it stands for', method: 'GET', path: `/api/v1/workflows/wf/versions?cursor=${cursorOf(4_294_967_296)}`, status: 400, code: 'invalid_cursor', says: /Begin again/ },
  { what: 'a NUL in the address', method: 'GET', path: '/api/v1/workflows/%00', status: 422, code: 'invalid_request', pointer: '/id', item: 'unstorable_text', says: /\/id in the address: NUL characters/ },
  { what: 'a NUL in the query', method: 'GET', path: '/api/v1/workflows?q=%00', status: 422, code: 'invalid_request', pointer: '/q', item: 'unstorable_text', says: /\/q in the query: NUL characters/ },
  { what: 'a query parameter called __proto__', method: 'GET', path: '/api/v1/workflows?__proto__=1', status: 422, code: 'invalid_request', pointer: '/__proto__', item: 'unknown_field', says: /no field "__proto__"/ },
  { what: 'a page of no entries', method: 'GET', path: '/api/v1/workflows?limit=0', status: 422, code: 'invalid_request', pointer: '/limit', item: 'too_small', says: /at least 1/ },
  { what: 'a query parameter that is not known', method: 'GET', path: '/api/v1/workflows?page=2', status: 422, code: 'invalid_request', pointer: '/page', item: 'unknown_field', says: /\/page in the query/ },
  { what: 'a query parameter that comes twice', method: 'GET', path: '/api/v1/workflows?q=a&q=b', status: 422, code: 'invalid_request', pointer: '/q', item: 'wrong_type', says: /must be a string/ },
  { what: 'a field that validate does not know', method: 'POST', path: '/api/v1/definitions/validate', call: { body: { definition: {}, definitions: {} } }, status: 422, code: 'invalid_request', pointer: '/definitions', item: 'unknown_field', says: /"definitions"/ },

  // Starting runs
  { what: 'an input that misses what the schema requires', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { input: {} } }, status: 422, code: 'invalid_input', says: /does not match its schema/ },
  { what: 'an input of another type', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { input: { name: 5 } } }, status: 422, code: 'invalid_input', pointer: '/input/name', says: /\/input\/name/ },
  { what: 'no input where one is required', method: 'POST', path: '/api/v1/workflows/wf/runs', status: 422, code: 'invalid_input', says: /name/ },
  { what: 'a run of a version that is not there', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { version: 12, input: { name: 'x' } } }, status: 404, code: 'version_not_found', says: /no version 12/ },
  { what: 'the latest version of what was never published', method: 'POST', path: '/api/v1/workflows/draft/runs', call: { body: { version: 'latest' } }, status: 409, code: 'not_published', says: /has no version yet/ },
  { what: 'a run of a draft with errors', method: 'POST', path: '/api/v1/workflows/draft/runs', call: { body: { version: 'draft' } }, status: 422, code: 'invalid_definition', says: /./ },
  { what: 'a version that is no version', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { version: 'newest' } }, status: 422, code: 'invalid_request', pointer: '/version', item: 'no_variant', says: /\/version/ },
  { what: 'a version greater than there can be', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { version: 4_294_967_296, input: { name: 'x' } } }, status: 422, code: 'invalid_request', pointer: '/version', item: 'too_big', says: /at most 2147483647/ },
  { what: 'runs of a version greater than there can be', method: 'GET', path: '/api/v1/runs?version=4294967296', status: 422, code: 'invalid_request', pointer: '/version', item: 'too_big', says: /at most 2147483647/ },
  { what: 'a wait that is no duration', method: 'POST', path: '/api/v1/workflows/wf/runs?wait=soon', call: { body: { input: { name: 'x' } } }, status: 422, code: 'invalid_request', pointer: '/wait', says: /A duration looks like/ },
  { what: 'a wait of an hour', method: 'POST', path: '/api/v1/workflows/wf/runs?wait=1h', call: { body: { input: { name: 'x' } } }, status: 422, code: 'invalid_request', pointer: '/wait', item: 'too_big', says: /at most 5m/ },
  { what: 'a priority out of range', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { priority: 1_000 } }, status: 422, code: 'invalid_request', pointer: '/priority', item: 'too_big', says: /at most 100/ },
  { what: 'a task queue with a space', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { taskQueue: 'my queue' } }, status: 422, code: 'invalid_request', pointer: '/taskQueue', item: 'invalid_format', says: /task queue name/ },
  { what: 'limits that limit nothing', method: 'PUT', path: '/api/v1/task-queues/mail/limits', call: { body: { concurrency: null } }, status: 422, code: 'invalid_request', pointer: '/concurrency', says: /DELETE takes limits away/ },
  { what: 'limits of a negative number at once', method: 'PUT', path: '/api/v1/task-queues/mail/limits', call: { body: { concurrency: -1 } }, status: 422, code: 'invalid_request', pointer: '/concurrency', item: 'too_small', says: /at least 0/ },
  { what: 'a rate of nothing', method: 'PUT', path: '/api/v1/task-queues/mail/limits', call: { body: { rate: { count: 0, per: '1s' } } }, status: 422, code: 'invalid_request', pointer: '/rate/count', item: 'too_small', says: /at least 1/ },
  { what: 'a rate over a moment', method: 'PUT', path: '/api/v1/task-queues/mail/limits', call: { body: { rate: { count: 1, per: '1ms' } } }, status: 422, code: 'invalid_request', pointer: '/rate/per', says: /100ms to 24h/ },
  { what: 'limits of a queue that cannot be', method: 'PUT', path: '/api/v1/task-queues/My%20Mail/limits', call: { body: { concurrency: 1 } }, status: 422, code: 'invalid_request', pointer: '/name', says: /task queue name/ },
  { what: 'an empty idempotency key', method: 'POST', path: '/api/v1/workflows/wf/runs', call: { body: { idempotencyKey: '' } }, status: 422, code: 'invalid_request', pointer: '/idempotencyKey', item: 'too_small', says: /at least 1 characters/ },
  { what: 'a run of a definition that is not one', method: 'POST', path: '/api/v1/runs', call: { body: { definition: { name: 'x' } } }, status: 422, code: 'invalid_request', pointer: '/definition/heddle', says: /\/definition\/heddle/ },
  { what: 'a run that reminds after its request is closed', method: 'POST', path: '/api/v1/runs', call: { body: asks({ due: '1d', remindAfter: '2d' }) }, status: 422, code: 'invalid_definition', item: 'reminder_after_due', pointer: '/definition/nodes/1/params/remindAfter', says: /closes after 1d/ },
  { what: 'a run that reminds every second', method: 'POST', path: '/api/v1/runs', call: { body: asks({ remindAfter: '1h', remindEvery: '1s' }) }, status: 422, code: 'invalid_definition', item: 'reminder_too_often', pointer: '/definition/nodes/1/params/remindEvery', says: /a minute is the least/ },
  { what: 'a run that reminds more often than it may', method: 'POST', path: '/api/v1/runs', call: { body: asks({ remindAfter: '1h', remindTimes: 21 }) }, status: 422, code: 'invalid_definition', item: 'param_out_of_range', pointer: '/definition/nodes/1/params/remindTimes', says: /./ },
  { what: 'a run that reminds at no time', method: 'POST', path: '/api/v1/runs', call: { body: asks({ remindAfter: 'soon' }) }, status: 422, code: 'invalid_definition', item: 'param_invalid_value', pointer: '/definition/nodes/1/params/remindAfter', says: /./ },
  { what: 'a run that escalates to nobody', method: 'POST', path: '/api/v1/runs', call: { body: asks({ escalateAfter: '1h', escalateTo: [] }) }, status: 422, code: 'invalid_definition', item: 'escalation_to_nobody', pointer: '/definition/nodes/1/params/escalateTo', says: /but to nobody/ },
  { what: 'a run that escalates to a crowd', method: 'POST', path: '/api/v1/runs', call: { body: asks({ escalateAfter: '1h', escalateTo: Array.from({ length: 21 }, (_, n) => `p${n}`) }) }, status: 422, code: 'invalid_definition', item: 'param_invalid_value', pointer: '/definition/nodes/1/params/escalateTo', says: /./ },
  { what: 'a run that escalates in a way of its own', method: 'POST', path: '/api/v1/runs', call: { body: asks({ escalateAfter: '1h', escalateTo: ['head'], escalateMode: 'shout' }) }, status: 422, code: 'invalid_definition', item: 'param_invalid_value', pointer: '/definition/nodes/1/params/escalateMode', says: /"add" or "replace"/ },
  { what: 'a run of a definition with a cycle', method: 'POST', path: '/api/v1/runs', call: { body: { definition: { ...greeting, edges: [...greeting.edges, { id: 'e2', source: 'end', target: 'start' }] }, input: { name: 'x' } } }, status: 422, code: 'invalid_definition', says: /./ },

  // Runs, steps and events
  { what: 'a run that is not there', method: 'GET', path: '/api/v1/runs/nope', status: 404, code: 'run_not_found', says: /id "nope"/ },
  { what: 'a status nobody has', method: 'GET', path: '/api/v1/runs?status=done', status: 422, code: 'invalid_request', pointer: '/status', says: /completed/ },
  { what: 'an instant that is none', method: 'GET', path: '/api/v1/runs?startedAfter=yesterday', status: 422, code: 'invalid_request', pointer: '/startedAfter', item: 'invalid_format', says: /instant such as/ },
  { what: 'an attribute without a value', method: 'GET', path: '/api/v1/runs?attribute=orderId', status: 422, code: 'invalid_request', pointer: '/attribute', says: /name:value/ },
  { what: 'runs of a workflow that is not there', method: 'GET', path: '/api/v1/runs?workflow=nobody', status: 404, code: 'workflow_not_found', says: /nobody/ },
  { what: 'a place in the history greater than there can be', method: 'GET', path: '/api/v1/runs/nope/events?after=4294967296', status: 422, code: 'invalid_request', pointer: '/after', item: 'too_big', says: /at most 2147483647/ },
  { what: 'a place in the history below zero', method: 'GET', path: '/api/v1/runs/nope/events?after=-1', status: 422, code: 'invalid_request', pointer: '/after', item: 'too_small', says: /at least 0/ },
  { what: 'a pause of a run that is not there', method: 'POST', path: '/api/v1/runs/nope/pause', call: { body: { reason: 'because' } }, status: 404, code: 'run_not_found', says: /nope/ },
  { what: 'a reason that is no text', method: 'POST', path: '/api/v1/runs/nope/cancel', call: { body: { reason: 5 } }, status: 422, code: 'invalid_request', pointer: '/reason', item: 'wrong_type', says: /must be a string/ },
  { what: 'a signal to a key that no run has', method: 'POST', path: '/api/v1/workflows/wf/signals/go', call: { body: { key: 'k' } }, status: 404, code: 'run_not_found', says: /no open run with the key "k"/ },
  { what: 'a signal by workflow without a key', method: 'POST', path: '/api/v1/workflows/wf/signals/go', call: { body: {} }, status: 422, code: 'invalid_request', pointer: '/key', item: 'missing_field', says: /required/ },

  // People and operations
  { what: 'an approval that is not there', method: 'POST', path: '/api/v1/approvals/x.1/decision', call: { body: { outcome: 'approved', by: 'Ada' } }, status: 404, code: 'approval_not_found', says: /x\.1/ },
  { what: 'a request handed over by HEAD', method: 'HEAD', path: '/api/v1/approvals/a.1/delegate', status: 405, code: 'method_not_allowed', says: /^$/ },
  { what: 'a request handed over to nobody', method: 'POST', path: '/api/v1/approvals/x.1/delegate', call: { body: { to: [], by: 'Ada' } }, status: 422, code: 'invalid_request', pointer: '/to', says: /./ },
  { what: 'a request handed over to a blank', method: 'POST', path: '/api/v1/approvals/x.1/delegate', call: { body: { to: ['  '], by: 'Ada' } }, status: 422, code: 'invalid_request', pointer: '/to/0', says: /./ },
  { what: 'a request handed over that is not there', method: 'POST', path: '/api/v1/approvals/x.1/delegate', call: { body: { to: ['Bo'], by: 'Ada' } }, status: 404, code: 'approval_not_found', says: /x\.1/ },
  { what: 'requests for a name that is too long', method: 'GET', path: `/api/v1/approvals?assignee=${'x'.repeat(201)}`, status: 422, code: 'invalid_request', says: /./ },
  { what: 'a decision by nobody', method: 'POST', path: '/api/v1/approvals/x.1/decision', call: { body: { outcome: 'approved' } }, status: 422, code: 'invalid_request', pointer: '/by', item: 'missing_field', says: /required/ },
  { what: 'a list of approvals of no known status', method: 'GET', path: '/api/v1/approvals?status=mine', status: 422, code: 'invalid_request', pointer: '/status', item: 'invalid_value', says: /"open"/ },
  { what: 'a dead letter that is not there', method: 'POST', path: '/api/v1/dead-letters/x/retry', status: 404, code: 'dead_letter_not_found', says: /./ },
];
