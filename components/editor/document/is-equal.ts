import { canonicalJson, type Definition } from '@/engine/index.ts';

/** Whether two documents are the same in every word, places included. Members that are undefined do not exist once a document was sent. */
export function isEqual(left: Definition, right: Definition): boolean {
  return left === right || canonicalJson(JSON.parse(JSON.stringify(left))) === canonicalJson(JSON.parse(JSON.stringify(right)));
}
