/** Who is asked after somebody has handed a request over: `to` in the place of `by`, or beside the others when `by` was not asked by name. */
export function handedOver(assignees: readonly string[], { to, by }: { to: readonly string[]; by: string }): string[] {
  return [...new Set([...assignees.filter((name) => name !== by), ...to])];
}
