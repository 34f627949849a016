import type { NodeShape } from '../../definition/catalogue.ts';
import type { JsonObject } from '../../definition/json.ts';
import { brief } from '../subtitle.ts';

export const storeShape: NodeShape = {
  type: 'store',
  version: 1,
  kind: 'task',
  face: {
    label: 'Store',
    summary: 'Keeps small records that outlive the run: get, put, list and delete by collection and key.',
    family: 'work',
    icon: 'database',
    keywords: ['database', 'key-value', 'record', 'upsert', 'save', 'remember', 'state', 'cache'],
    fields: {
      operation: {
        label: 'Operation',
        control: 'select',
        options: [
          { value: 'get', label: 'Get a record' },
          { value: 'put', label: 'Put a record' },
          { value: 'list', label: 'List records' },
          { value: 'delete', label: 'Delete a record' },
        ],
      },
      collection: { label: 'Collection', help: 'Records with the same purpose. It comes into being with its first record.', control: 'text', placeholder: 'customers' },
      key: { label: 'Key', help: 'One record of the collection.', control: 'text', placeholder: '{{ input.customerId }}', when: { param: 'operation', is: ['get', 'put', 'delete'] } },
      value: { label: 'Value', help: 'JSON, at most 256 KB. It takes the place of what is there.', control: 'json', when: { param: 'operation', is: ['put'] } },
      ifVersion: { label: 'Only if it has version', help: '0 = only if there is none yet. Otherwise the step fails with VersionConflict.', control: 'number', advanced: true, when: { param: 'operation', is: ['put'] } },
      prefix: { label: 'Keys that begin with', control: 'text', when: { param: 'operation', is: ['list'] } },
      limit: { label: 'At most', help: 'Records in one answer, up to 1000.', control: 'number', advanced: true, when: { param: 'operation', is: ['list'] } },
      after: { label: 'After key', help: 'The nextAfter of the page before.', control: 'text', advanced: true, when: { param: 'operation', is: ['list'] } },
    },
    subtitle: ({ operation = 'get', collection, key }) => [operation, brief([collection, operation === 'list' ? '' : key].filter((part) => typeof part === 'string' && part !== '').join(' / '))].join(' ').trim(),
  },
  defaults: { operation: 'get', collection: 'records', key: 'key' },
  branches: () => ['out'],
  outputSchema: (params) => OUTPUTS[typeof params.operation === 'string' ? params.operation : 'get'] ?? null,
  handsOn: ({ operation = 'get' }) => (operation === 'get' ? ['value'] : operation === 'list' ? ['items'] : null),
  changesNothing: ({ operation = 'get' }) => operation === 'get' || operation === 'list',
  retry: { maximumAttempts: 5 },
  timeouts: { startToClose: '1m' },
};

const record: JsonObject = { key: { type: 'string' }, value: {}, version: { type: 'integer' }, updatedAt: { type: ['string', 'null'], format: 'date-time' } };

const OUTPUTS: Readonly<Record<string, JsonObject>> = {
  get: { type: 'object', properties: { found: { type: 'boolean' }, ...record }, required: ['found', 'key', 'value', 'version', 'updatedAt'] },
  put: { type: 'object', properties: { key: { type: 'string' }, version: { type: 'integer' }, created: { type: 'boolean' } }, required: ['key', 'version', 'created'] },
  list: { type: 'object', properties: { items: { type: 'array', items: { type: 'object', properties: record, required: Object.keys(record) } }, nextAfter: { type: ['string', 'null'] } }, required: ['items', 'nextAfter'] },
  delete: { type: 'object', properties: { key: { type: 'string' }, deleted: { type: 'boolean' } }, required: ['key', 'deleted'] },
};
