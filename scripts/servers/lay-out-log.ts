import { statfsSync } from 'node:fs';
import pg from 'pg';

/** Where less is free, segments are made as they are needed: a log that finds no room ends the server. */
const ROOM_BYTES = 2 * 1024 ** 3;

/**
 * Makes the segments of the write-ahead log that `min_wal_size` keeps, before anybody waits for one. A server that has
 * not been through a checkpoint yet makes each new segment in the middle of a commit: 16 MB of zeros and their flush,
 * 10 to 60 ms in which every other commit waits too. What a checkpoint finds used it keeps under the names to come.
 */
export async function layOutLog(url: string, directory: string): Promise<void> {
  const disk = statfsSync(directory);
  if (disk.bavail * disk.bsize < ROOM_BYTES) return;
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ segments: number }>(
      "SELECT (pg_size_bytes(current_setting('min_wal_size')) / pg_size_bytes(current_setting('wal_segment_size')))::int4 AS segments",
    );
    for (let made = 0; made < rows[0]!.segments; made++) {
      // A segment that nothing stands in is not left.
      await client.query("SELECT pg_logical_emit_message(false, 'heddle', 'next')");
      await client.query('SELECT pg_switch_wal()');
    }
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
