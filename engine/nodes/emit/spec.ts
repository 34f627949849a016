import { z } from 'zod';
import type { NodeSpec } from '../../definition/catalogue.ts';
import { anyValue, paramsSchemaWith, requiredText, text } from '../params.ts';
import { emitShape } from './shape.ts';

/** The node type with what checks its parameters. */
export const emitSpec: NodeSpec = {
  ...emitShape,
  params: paramsSchemaWith(
    {
      name: requiredText('A signal needs a name.', 200),
      run: text(500).optional(),
      workflow: text(500).optional(),
      key: text(2_000).optional(),
      payload: anyValue.optional(),
      start: z.boolean().optional(),
      input: anyValue.optional(),
    },
    ({ run = '', workflow = '', key = '', start }) => {
      if (run !== '' && (workflow !== '' || key !== '')) return 'Say either the run, or its workflow and key.';
      if (run === '' && (workflow === '' || key === '')) return 'Say which run it is for: its id, or its workflow and key.';
      return start === true && run !== '' ? 'Only a run named by workflow and key can be started.' : null;
    },
  ),
};
