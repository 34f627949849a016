import { expect, test } from 'vitest';
import { bytesText } from './bytes-text.ts';

test.each([[0, '0 B'], [812, '812 B'], [1024, '1 KB'], [307_200, '300 KB'], [1_258_291, '1.2 MB'], [1_048_576, '1 MB'], [52_428_800, '50 MB'], [3_221_225_472, '3 GB']])('%i bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
