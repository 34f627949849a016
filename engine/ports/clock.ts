/** The instant of the store, as near as this process can tell. */
export type Clock = {
  /** Epoch ms, Postgres time; never decreases within a process. */
  now(): number;
};
