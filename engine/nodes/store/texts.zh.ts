import type { NodeTexts } from '../texts-shape.ts';

export const storeTextsZh: NodeTexts = {
  label: '存储',
  summary: '保存比运行更长久的小记录：按集合与键读取、写入、列出与删除。',
  fields: {
    operation: { label: '操作', options: { get: '读取记录', put: '写入记录', list: '列出记录', delete: '删除记录' } },
    collection: { label: '集合', help: '用途相同的记录。写入第一条记录时自动建立。', placeholder: 'customers' },
    key: { label: '键', help: '集合中的一条记录。', placeholder: '{{ input.customerId }}' },
    value: { label: '值', help: 'JSON，最大 256 KB。会取代原有的值。' },
    ifVersion: { label: '仅当版本为', help: '0 表示仅当尚无该记录。否则步骤以 VersionConflict 失败。' },
    prefix: { label: '键的前缀' },
    limit: { label: '最多条数', help: '一次返回的记录数，最多 1000。' },
    after: { label: '在此键之后', help: '上一页的 nextAfter。' },
  },
};
