import type { DefinitionInput } from '../../engine/index.ts';
import type { Bench } from '../bench-context.ts';
import { post } from './http.ts';

/** Saves a definition under a slug and publishes it. */
export async function publish({ heddle }: Pick<Bench, 'heddle'>, slug: string, definition: DefinitionInput): Promise<void> {
  await post(heddle.url, '/api/v1/workflows', { slug, definition });
  await post(heddle.url, `/api/v1/workflows/${slug}/publish`, {});
}
