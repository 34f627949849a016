/** What time it is by the clock of Postgres, in epoch ms. Not `now()`, which stands still within a transaction. */
export const NOW = `(extract(epoch FROM clock_timestamp()) * 1000)::int8`;
/** Who has not been seen for so long is not counted among the living, ms. */
export const LIVE_MS = 3_000;
