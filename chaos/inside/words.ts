import { z } from 'zod';

/** Where a process can die: before the statement leaves, while it is under way, when the answer is there and nobody has read it. */
export const STAGES = ['before', 'during', 'after'] as const;
/** What it is doing then. `commit` writes outcomes, `start` new runs, `alone` is the commit under a run's lock. */
export const DOINGS = ['start', 'commit', 'alone', 'claim', 'take-messages', 'enqueue', 'publish'] as const;
export type Point = `${(typeof STAGES)[number]} ${(typeof DOINGS)[number]}`;

/** Shares of everything of its kind that go wrong. */
export const ratesSchema = z.object({
  /** Writes that land while their caller sees an error. */
  lostAnswers: z.number().min(0).max(1),
  /** Jobs that are lost between the commit and the queue. */
  lostJobs: z.number().min(0).max(1),
  /** Jobs that are delivered twice. */
  doubledJobs: z.number().min(0).max(1),
});
export type Rates = z.infer<typeof ratesSchema>;
export const NO_RATES: Rates = { lostAnswers: 0, lostJobs: 0, doubledJobs: 0 };

/** How a process that is to be disturbed is told so: by its environment when it starts, by its channel afterwards. */
export const VARIABLE = 'HEDDLE_CHAOS';
export const disturbanceSchema = z.object({ seed: z.number(), rates: ratesSchema });

export const orderSchema = z.discriminatedUnion('chaos', [
  z.object({ chaos: z.literal('rates'), rates: ratesSchema }),
  /** Die by SIGKILL the so-many-th time this point is passed. */
  z.object({ chaos: z.literal('die'), at: z.string(), pass: z.number() }),
  /** Hold the event loop. */
  z.object({ chaos: z.literal('block'), ms: z.number() }),
]);
export type Order = z.infer<typeof orderSchema>;

/** What a disturbed process tells: how often each thing went wrong since it last said so. */
export const reportSchema = z.object({ chaos: z.literal('did'), counts: z.record(z.string(), z.number()) });
export type Report = z.infer<typeof reportSchema>;
