import { expect, it } from 'vitest';
import { catalogue } from '../nodes/catalogue.ts';
import { definitionId, Plans } from './plans.ts';

it('leaves a published definition that cannot be compiled here to others, also while the same is compiled as a draft', async () => {
  const document = { heddle: 1, name: 'From the future', nodes: [{ id: 'start', type: 'start' }, { id: 'a', type: 'not-yet-known' }], edges: [{ id: 'e', source: 'start', target: 'a' }] };
  const plans = new Plans({ readDefinition: async () => document }, catalogue);
  const id = definitionId(document);
  const drawn = plans.of(id, document);
  const published = plans.byId(id);
  await expect(drawn).rejects.toMatchObject({ name: 'DefinitionError' });
  await expect(published).rejects.toMatchObject({ code: 'unsupported' });
  await expect(plans.byId(id)).rejects.toMatchObject({ code: 'unsupported' });
});
