import type { NodeShape } from '../../definition/catalogue.ts';
import { briefUrl } from '../subtitle.ts';

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

export const httpShape: NodeShape = {
  type: 'http',
  version: 1,
  kind: 'task',
  face: {
    label: 'HTTP request',
    summary: 'Calls a service over HTTP, with an idempotency key, retries and timeouts.',
    family: 'work',
    icon: 'globe',
    keywords: ['rest', 'api', 'fetch', 'webhook', 'get', 'post', 'url'],
    fields: {
      method: { label: 'Method', control: 'select', options: HTTP_METHODS.map((value) => ({ value, label: value })) },
      url: { label: 'Address', help: 'http or https. Addresses of private networks are refused unless they are allowed by the configuration.', control: 'text', placeholder: 'https://api.example.com/orders' },
      query: { label: 'Query', help: 'Added to the address, properly encoded.', control: 'pairs' },
      headers: { label: 'Headers', control: 'pairs' },
      body: { label: 'Body', help: 'JSON; a text is sent as it is.', control: 'json', when: { param: 'method', is: ['POST', 'PUT', 'PATCH', 'DELETE'] } },
      response: {
        label: 'Read the answer as',
        control: 'select',
        advanced: true,
        options: [
          { value: 'auto', label: 'What its content type says' },
          { value: 'json', label: 'JSON' },
          { value: 'text', label: 'Text' },
        ],
      },
      expect: { label: 'Accepted status', help: 'Numbers or classes such as 2xx. Others fail the step: 408, 425, 429 and 5xx are retried, the rest is not.', control: 'list', placeholder: '2xx', advanced: true },
      idempotent: { label: 'Safe to repeat', help: 'The service honours the Idempotency-Key header, so that a retry does nothing twice.', control: 'switch', advanced: true, when: { param: 'method', is: ['POST', 'PATCH'] } },
    },
    subtitle: (params) => `${typeof params.method === 'string' ? params.method : 'GET'} ${briefUrl(params.url)}`.trim(),
  },
  defaults: { method: 'GET', url: 'https://', headers: {}, query: {} },
  branches: () => ['out'],
  outputSchema: () => ({
    type: 'object',
    properties: { status: { type: 'integer' }, headers: { type: 'object', additionalProperties: { type: 'string' } }, body: {} },
    required: ['status', 'headers', 'body'],
  }),
  handsOn: () => ['body'],
  repeatIsRisky: (params) => params.idempotent !== true && !REPEATABLE.has(typeof params.method === 'string' ? params.method : 'GET'),
  changesNothing: ({ method = 'GET' }) => method === 'GET' || method === 'HEAD',
  retry: { maximumAttempts: 4 },
  timeouts: { startToClose: '1m' },
};
