/**
 * A failure inside an expression, before the template that holds it gives it a place. Not an Error: an expression may
 * fail and recover once for each item of a list, and a stack trace for each would cost more than the rest.
 */
export class Fault {
  constructor(
    readonly message: string,
    readonly kind: 'evaluation' | 'budget' = 'evaluation',
    public range: { start: number; end: number } | null = null,
  ) {}
}
