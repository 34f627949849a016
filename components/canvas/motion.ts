/** How long the canvas may take to move, ms: no time at all for whoever asked the system for less motion. */
export function moving(ms: number): { duration: number } {
  return { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms };
}
