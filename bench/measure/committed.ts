/** SQL: when the transaction that wrote a row was committed, epoch ms with fractions: the instant before its flush. The server keeps it with `track_commit_timestamp`. */
export const COMMITTED_MS = (row: string): string => `(extract(epoch FROM pg_xact_commit_timestamp(${row}.xmin)) * 1000)::float8`;
