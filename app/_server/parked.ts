/**
 * What is said of a parked run. The error that parked it is whatever was thrown, with whatever it quotes (data, an
 * address of a database): it stays in the log, under the id of the run.
 */
export const PARKED = 'The engine could not go on with this run; its log names the cause under the id of the run. Unpark the run when that is mended, or terminate it.';
