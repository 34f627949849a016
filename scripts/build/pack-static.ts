import { readdirSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
/** What is shorter than this travels in one packet anyhow. */
const LEAST_BYTES = 1_000;
const AT_A_TIME = 4;

/**
 * Writes a compressed copy beside each script and style sheet of a build: once and thoroughly here is a seventh less than
 * quickly for each request.
 */
export async function packStatic(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(js|css)$/.test(file)).map((file) => join(folder, file));
  const packOne = async (file: string): Promise<void> => {
    const text = await readFile(file);
    const packed = text.length < LEAST_BYTES ? null : await compress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } });
    if (packed === null || packed.length >= text.length) await rm(`${file}.br`, { force: true });
    else await writeFile(`${file}.br`, packed);
  };
  const work = files.values();
  await Promise.all(Array.from({ length: AT_A_TIME }, async () => {
    for (const file of work) await packOne(file);
  }));
}
