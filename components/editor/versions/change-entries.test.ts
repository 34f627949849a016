import { describe, expect, it } from 'vitest';
import { diffDefinitions, type Definition } from '@/engine/index.ts';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { trip } from '../../canvas/testing/definitions.ts';
import { drawChanges } from './change-drawing.ts';
import { entriesOf } from './change-entries.ts';
import { changedLines } from './changed-lines.ts';
import { pathOf } from './member-change-view.tsx';
import { sidesOf } from './sides.ts';

const nodeOf = (document: Definition, id: string) => document.nodes.find((each) => each.id === id)!;
function edited(act: (document: Definition) => void) {
  const [before, after] = [trip(), trip()];
  act(after);
  const diff = diffDefinitions(before, after, catalogue);
  return { before, after, diff, entries: entriesOf(diff, before, after), drawing: drawChanges(before, after, diff, catalogue) };
}

describe('the list of changes', () => {
  it('has a step that runs and is drawn otherwise in both groups', () => {
    const { entries } = edited((d) => Object.assign(nodeOf(d, 'hotel'), { name: 'Inn', params: { method: 'GET' } }));
    expect(entries.map(({ effect, mark, goTo, members }) => [effect, mark, goTo, members.map(({ pointer }) => pointer)])).toEqual([
      ['behaviour', 'changed', 'hotel', ['/params/method', '/params/url']],
      ['layout', 'drawn', 'hotel', ['/name']],
    ]);
  });

  it('tells a step that only moved', () => {
    const { entries, drawing } = edited((d) => (nodeOf(d, 'hotel').position = { x: 999, y: 0 }));
    expect(entries).toMatchObject([{ effect: 'layout', mark: 'moved' }]);
    expect(drawing.nodes.get('hotel')).toBe('moved');
  });

  it('names an edge by the steps at its ends, as they are called now or were called', () => {
    const { entries } = edited((d) => {
      d.edges = d.edges.filter(({ id }) => id !== 'e6');
      d.nodes = d.nodes.filter(({ id }) => id !== 'done');
    });
    expect(entries.map(({ subject, mark }) => [mark, subject.kind === 'edge' ? `${subject.from} → ${subject.to}` : subject.kind])).toEqual([['removed', 'node'], ['removed', 'Approve trip → Done']]);
  });

  it('folds the steps that only follow the settings into one line', () => {
    const { entries } = edited((d) => (d.settings = { retry: { maximumAttempts: 9 } }));
    expect(entries.map(({ subject }) => subject.kind)).toEqual(['workflow', 'inherits']);
    expect(entries[1]!.subject).toMatchObject({ nodes: expect.arrayContaining([{ id: 'flight', name: 'Flight' }]) });
    expect(entries[1]!.subject).not.toMatchObject({ nodes: expect.arrayContaining([{ id: 'hotel', name: 'Hotel' }]) });
  });

  it('has one key for each line', () => {
    const { entries } = edited((d) => {
      Object.assign(nodeOf(d, 'hotel'), { name: 'Inn', disabled: true });
      d.nodes = d.nodes.filter(({ id }) => id !== 'approve');
      d.edges = [];
      d.notes = [{ id: 'n2', text: 'x', position: { x: 0, y: 0 } }];
      d.description = 'x';
    });
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });
});

describe('two versions on one canvas', () => {
  it('draw what was removed where it stood, beside what stands there now', () => {
    const { drawing, after } = edited((d) => {
      nodeOf(d, 'approve').id = 'ask';
      for (const edge of d.edges) Object.assign(edge, edge.source === 'approve' ? { source: 'ask' } : edge.target === 'approve' ? { target: 'ask' } : {});
    });
    expect([drawing.nodes.get('ask'), drawing.nodes.get('approve')]).toEqual(['added', 'removed']);
    const [now, old] = [nodeOf(drawing.definition, 'ask'), nodeOf(drawing.definition, 'approve')];
    expect(now.position).toEqual(nodeOf(after, 'ask').position);
    expect(old.position.x).toBe(now.position.x);
    expect(old.position.y).toBeGreaterThan(now.position.y + 60);
    expect(drawing.definition.edges.filter(({ id }) => drawing.edges.get(id) === 'removed').map(({ source, target }) => [source, target])).toEqual([['book', 'approve'], ['approve', 'done']]);
    expect(new Set(drawing.definition.edges.map(({ id }) => id)).size).toBe(drawing.definition.edges.length);
  });

  it('keep a removed step in its container, and put it on top where that is gone', () => {
    const inside = edited((d) => (d.nodes = d.nodes.filter(({ id }) => id !== 'flight')));
    expect(nodeOf(inside.drawing.definition, 'flight')).toMatchObject({ parent: 'book', position: { x: 254, y: 28 } });
    const other = edited((d) => {
      Object.assign(nodeOf(d, 'book'), { type: 'http' });
      d.nodes = d.nodes.filter(({ parent }) => parent === undefined);
    });
    expect(nodeOf(other.drawing.definition, 'flight').parent).toBeUndefined();
    expect(nodeOf(other.drawing.definition, 'flight').position.x).toBe(242 + 254);
  });

  it('leave out an edge that has no end to hold on to, and keep it in the list', () => {
    const { drawing, entries } = edited((d) => (d.edges = d.edges.filter(({ id }) => id !== 'e3')));
    expect(drawing.definition.edges.map(({ id }) => id)).not.toContain('removed-e3');
    expect(entries.some(({ subject, mark }) => subject.kind === 'edge' && subject.edge.id === 'e3' && mark === 'removed')).toBe(true);
    expect([drawing.nodes.get('hotel'), drawing.nodes.get('cancelHotel')]).toEqual(['changed', 'changed']);
  });

  it('open the containers in which something changed', () => {
    const { drawing } = edited((d) => {
      nodeOf(d, 'book').ui = { collapsed: true };
      nodeOf(d, 'hotel').disabled = true;
    });
    expect(nodeOf(drawing.definition, 'book').ui?.collapsed).toBe(false);
  });

  it('change neither version', () => {
    const { before, after } = edited((d) => (d.nodes = d.nodes.filter(({ id }) => id !== 'flight')));
    expect(before).toEqual(trip());
    expect(after.nodes.some(({ id }) => id === 'flight')).toBe(false);
  });
});

it('an address names two sides, and what it leaves out is the latest version and the draft', () => {
  expect(sidesOf('', '', 4)).toBeNull();
  expect(sidesOf('3', 'draft', 4)).toEqual({ from: 3, to: 'draft' });
  expect(sidesOf('draft', '2', 4)).toEqual({ from: 'draft', to: 2 });
  expect(sidesOf('3', '', 4)).toEqual({ from: 3, to: 'draft' });
  expect(sidesOf('', '2', null)).toEqual({ from: 'draft', to: 2 });
  expect(sidesOf('-1', '1e9', 4)).toEqual({ from: 4, to: 'draft' });
});

it('of two texts shows the lines from the first that differs to the last', () => {
  expect(changedLines('a\nb\nc\nd', 'a\nx\nc\nd')).toEqual({ before: 'b', after: 'x', above: 1, below: 2 });
  expect(changedLines('a', 'a\nb')).toEqual({ before: '', after: 'b', above: 1, below: 0 });
});

it('a pointer is written as the path that an expression would take', () => {
  expect(pathOf('/params/cases/0/when')).toBe('params.cases[0].when');
  expect(pathOf('/settings/searchAttributes/a~1b')).toBe('settings.searchAttributes.a/b');
});
