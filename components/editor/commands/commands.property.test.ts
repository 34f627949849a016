import fc from 'fast-check';
import { expect, it } from 'vitest';
import { definitionSchema, type Definition } from '@/engine/index.ts';
import { branchesOf } from '../../canvas/branches.ts';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { trip } from '../../canvas/testing/definitions.ts';
import { apply, redo, startHistory, undo, type History } from '../document/history.ts';
import { ancestorsOf, isFlow, reach } from '../document/graph.ts';
import { addNode } from './add-node.ts';
import { align, distribute } from './arrange.ts';
import { connect, reconnect } from './connect.ts';
import { copyFragment, duplicate, paste } from './fragment.ts';
import { group, ungroup } from './group.ts';
import { insertOnEdge } from './insert-on-edge.ts';
import { move, moveBy } from './move.ts';
import { destinationsOf, moveTo } from './move-to.ts';
import { addNote, setNote } from './notes.ts';
import type { Outcome } from './outcome.ts';
import { remove } from './remove.ts';
import { renameId } from './rename-id.ts';
import { reparent } from './reparent.ts';
import { replaceType } from './replace-type.ts';
import { resizeBy } from './resize.ts';
import { setNode, setParam, setUi, toggleDisabled } from './set-node.ts';
import { setWorkflow } from './set-workflow.ts';

/** One gesture as numbers, so that it can be made for whatever the document has become. */
const gestures = fc.array(fc.record({ kind: fc.nat(23), a: fc.nat(1_000), b: fc.nat(1_000), x: fc.integer({ min: -400, max: 900 }), y: fc.integer({ min: -300, max: 500 }) }), { minLength: 12, maxLength: 50 });
/** A step in a container becomes a start, and is copied with what follows it. */
const COPIED_START: Gesture[] = [[15, 306, 0], [14, 866, 336], ...Array.from({ length: 12 }, () => [0, 0, 0])].map(([kind = 0, a = 0, b = 0]) => ({ kind, a, b, x: 0, y: 0 }));
type Gesture = { kind: number; a: number; b: number; x: number; y: number };

const TYPES = [...catalogue.keys()];
const at = <T>(list: readonly T[], number: number): T | undefined => list[number % Math.max(1, list.length)];

function perform(definition: Definition, { kind, a, b, x, y }: Gesture): Outcome {
  const items = [...definition.nodes, ...(definition.notes ?? [])].map((item) => item.id);
  const node = at(definition.nodes, a);
  const other = at(definition.nodes, b);
  const edge = at(definition.edges, a);
  const some = new Set([at(items, a), at(items, b), at(items, a + b)].filter((id) => id !== undefined));
  const boxes = definition.nodes.filter((one) => ['saga', 'map', 'group'].includes(one.type));
  const branch = node && at(branchesOf(node, catalogue.get(node.type)), b);
  switch (kind) {
    case 0: return addNode(definition, catalogue, { type: at(TYPES, a)!, position: { x, y }, parent: b % 2 ? at(boxes, b)?.id : undefined });
    case 1: return node && branch ? addNode(definition, catalogue, { type: at(TYPES, b)!, position: { x, y }, parent: node.parent, after: { node: node.id, branch } }) : { definition };
    case 2: return remove(definition, catalogue, some, b % 2 === 0);
    case 3: return edge ? remove(definition, catalogue, [edge.id]) : { definition };
    case 4: return move(definition, new Map([...some].map((id) => [id, { x, y }])));
    case 5: return moveBy(definition, some, x % 20, y % 20);
    case 6: return node && other ? connect(definition, catalogue, { source: node.id, target: other.id, ...(branch && branch !== 'out' ? { branch } : {}) }) : { definition };
    case 7: return node && other ? connect(definition, catalogue, { source: node.id, target: other.id, kind: 'compensate' }) : { definition };
    case 8: return edge && other ? reconnect(definition, catalogue, edge.id, { ...(edge.branch ? { branch: edge.branch } : {}), source: edge.source, target: other.id }) : { definition };
    case 9: return reparent(definition, catalogue, some, b % 3 === 0 ? null : at(boxes, b)?.id ?? null);
    case 10: return node ? setParam(definition, node.id, 'url', `{{ nodes.${other?.id} }}`) : { definition };
    case 11: return node ? setNode(definition, node.id, b % 2 ? { onError: 'branch' } : { onError: undefined, name: `name ${b}` }) : { definition };
    case 12: return node ? setUi(definition, node.id, { collapsed: b % 2 ? true : undefined }) : { definition };
    case 13: return toggleDisabled(definition, some);
    case 14: return duplicate(definition, catalogue, some);
    case 15: return replaceType(definition, catalogue, node?.id ?? '', at(TYPES, b)!);
    case 16: return addNote(definition, { x, y }, `note ${a}`);
    case 17: return setNote(definition, at(items, b) ?? '', { text: `text ${a}` });
    case 18: return a % 2 ? group(definition, catalogue, some) : ungroup(definition, at(boxes, b)?.id ?? '');
    case 19: return a % 2 ? align(definition, catalogue, some, 'middle') : distribute(definition, catalogue, some, 'x');
    case 20: return edge ? insertOnEdge(definition, catalogue, edge.id, at(TYPES.filter((type) => type !== 'start' && type !== 'end'), b)!) : { definition };
    case 21: return moveTo(definition, catalogue, some, at(destinationsOf(definition, catalogue, some), b)?.container ?? null);
    case 22: return resizeBy(definition, catalogue, at(items, a) ?? '', x % 40, y % 40);
    default: {
      if (a % 3 === 0) return setWorkflow(definition, { description: `d ${b}` });
      if (a % 3 === 1 && node) return renameId(definition, node.id, `renamed${b}`);
      const fragment = copyFragment(definition, some);
      return fragment ? paste(definition, catalogue, JSON.parse(JSON.stringify(fragment)), { x, y }) : { definition };
    }
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

const text = (definition: Definition): string => JSON.stringify(definition);

it('undoing every gesture gives the first document, redoing them gives the last, byte for byte', () => {
  let performed = 0;
  fc.assert(
    fc.property(gestures, (list) => {
      let history: History = startHistory(freeze(trip()));
      const seen = [text(history.definition)];
      for (const [number, gesture] of list.entries()) {
        // Frozen, so that a command that changes the document in place throws here.
        const next = apply(history, 'gesture', perform(history.definition, gesture), number * 10_000);
        if (next.definition !== history.definition) {
          performed++;
          seen.push(text(freeze(next.definition)));
        }
        history = next;
      }
      expect(history.past).toHaveLength(seen.length - 1);
      for (let step = seen.length - 2; step >= 0; step--) {
        history = undo(history);
        expect(text(history.definition)).toBe(seen[step]);
      }
      for (let step = 1; step < seen.length; step++) {
        history = redo(history);
        expect(text(history.definition)).toBe(seen[step]);
      }
    }),
    { numRuns: 300 },
  );
  expect(performed).toBeGreaterThan(3_000);
}, 60_000);

it('no sequence of gestures makes a document that is out of shape, has a loose edge, a cycle, an edge across a border, or two things of one id', () => {
  fc.assert(
    fc.property(gestures, (list) => {
      const definition = list.reduce((document, gesture) => perform(document, gesture).definition, trip());
      const parsed = definitionSchema.safeParse(JSON.parse(text(definition)));
      expect(parsed.error?.issues).toBeUndefined();
      const ids = [...definition.nodes, ...definition.edges, ...(definition.notes ?? [])].map((item) => item.id);
      expect(new Set(ids).size).toBe(ids.length);
      const byId = new Map(definition.nodes.map((node) => [node.id, node]));
      for (const node of definition.nodes) {
        if (node.parent !== undefined) expect(byId.has(node.parent)).toBe(true);
        expect(ancestorsOf(definition, node.id)).not.toContain(node.id);
        expect(reach(definition, [node.id], 'down').has(node.id)).toBe(false);
      }
      for (const edge of definition.edges.filter(isFlow)) expect(byId.get(edge.source)!.parent).toBe(byId.get(edge.target)!.parent);
      for (const edge of definition.edges) expect([byId.has(edge.source), byId.has(edge.target)]).toEqual([true, true]);
    }),
    { numRuns: 400, examples: [[COPIED_START]] },
  );
}, 60_000);
