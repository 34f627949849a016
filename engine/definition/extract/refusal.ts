import type { Finding } from '../schema.ts';

/**
 * Why nodes cannot become a workflow of their own: none is selected; they stand in different containers; a start, an end,
 * a clean-up or an undo is among them; a path leaves them and comes back; what leads in leads to a part of them; what
 * leads out leads to different steps; some way through them does not lead out; one of them counts what leads to it; a
 * status or an error is read across the border; a clean-up step that stays reads what one of them gives; variables are written on one side and read on the other; what a workflow
 * gives is made of their outputs; a reference is computed; or what comes out could not be run.
 */
export type ExtractRefusal = {
  why: 'empty' | 'scopes' | 'start' | 'end' | 'cleanup' | 'undo' | 'leaves-and-returns' | 'entries' | 'exits' | 'ways' | 'join' | 'status' | 'cleanup-reads' | 'vars' | 'output' | 'computed' | 'broken';
  nodes: string[];
  finding?: Finding;
};
