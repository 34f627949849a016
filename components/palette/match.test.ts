import { describe, expect, it } from 'vitest';
import { catalogue } from '@/engine/index.ts';
import { nodeTextsIn } from '../canvas/node-texts.ts';
import { testCatalogue } from '../canvas/testing/catalogue.ts';
import { trip } from '../canvas/testing/definitions.ts';
import { found, offerOf, offersFor, score } from './match.ts';

const types = (purpose: Parameters<typeof offersFor>[0]) => offersFor(purpose, trip(), testCatalogue, nodeTextsIn('en')).map(({ spec }) => spec.type);
const best = (search: string, language: 'en' | 'zh' = 'en') =>
  [...catalogue.values()].map((spec) => offerOf(spec, nodeTextsIn(language))).map((offer) => ({ type: offer.spec.type, score: score(offer, search) })).filter((one) => one.score > 0).sort((a, b) => b.score - a.score)[0]?.type;

describe('what is offered', () => {
  it('has no start and no end for an edge', () => {
    expect(types({ kind: 'insert', edge: 'e1' })).not.toContain('start');
    expect(types({ kind: 'insert', edge: 'e1' })).not.toContain('end');
  });
  it('has no start within a container, and after a step', () => {
    expect(types({ kind: 'add', parent: 'book' })).not.toContain('start');
    expect(types({ kind: 'after', node: 'hotel', branch: 'out' })).not.toContain('start');
    expect(types({ kind: 'add' })).toContain('start');
  });
  it('has no container and no end for an undo', () => {
    const undo = types({ kind: 'after', node: 'hotel', branch: 'compensate' });
    expect(undo).toContain('http');
    for (const type of ['saga', 'map', 'group', 'end', 'start']) expect(undo).not.toContain(type);
  });
  it('has not the type that is to be replaced', () => {
    expect(types({ kind: 'replace', node: 'hotel' })).not.toContain('http');
  });
});

describe('searching', () => {
  it('finds a type by its name, by its type and by a keyword', () => {
    expect(best('HTTP')).toBe('http');
    expect(best('rest')).toBe('http');
    expect(best('approval')).toBe('approval');
  });
  it('finds a type in Chinese, and by its English name there too', () => {
    expect(best('审批', 'zh')).toBe('approval');
    expect(best('saga', 'zh')).toBe('saga');
  });
  it('puts what is called so first, whatever family it is of', () => {
    const first = (search: string) => found([...catalogue.values()].map((spec) => offerOf(spec, nodeTextsIn('en'))), search)[0]?.offers[0]?.spec.type;
    expect(first('map')).toBe('map');
    expect(first('signal')).toBe('signal');
    expect(first('code')).toBe('code');
  });
  it('keeps the order of the catalogue where nothing is searched for', () => {
    const offers = [...catalogue.values()].map((spec) => offerOf(spec, nodeTextsIn('en')));
    expect(found(offers, '').map(({ family }) => family)).toEqual(['control', 'work', 'agent', 'people', 'containers']);
    expect(found(offers, '').flatMap((one) => one.offers)).toHaveLength(offers.length);
  });
  it('wants every word', () => {
    expect(best('http zebra')).toBeUndefined();
  });
});
