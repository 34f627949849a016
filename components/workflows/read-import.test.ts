import { expect, it } from 'vitest';
import { MAXIMUM_FILE_BYTES, readImport } from './read-import.ts';

it('takes a definition, also inside an answer of the API and after a byte order mark', () => {
  expect(readImport('{"heddle":1,"name":"x"}')).toEqual({ ok: true, definition: { heddle: 1, name: 'x' } });
  expect(readImport('\uFEFF{"id":"w","definition":{"heddle":1,"name":"x"}}')).toMatchObject({ ok: true, definition: { name: 'x' } });
});
it('says why a file is refused', () => {
  expect(readImport('{')).toMatchObject({ ok: false, problem: 'notJson' });
  expect(readImport('[]')).toEqual({ ok: false, problem: 'notDefinition' });
  expect(readImport('{"nodes":[]}')).toEqual({ ok: false, problem: 'notDefinition' });
  expect(readImport(' '.repeat(MAXIMUM_FILE_BYTES + 1))).toEqual({ ok: false, problem: 'fileTooLarge' });
});
