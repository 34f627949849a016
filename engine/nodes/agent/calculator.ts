/**
 * Sums as people write them: numbers, + - * / % ^, brackets, and the functions below. A parser of its own, because a
 * model's text is nothing to evaluate.
 * @throws Error with a sentence a model can act on
 */
export function calculate(expression: string): number {
  if (expression.length > 1_000) throw new Error('The expression is too long.');
  const tokens = expression.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+|[a-z]+|[-+*/%^(),]|\S/gi) ?? [];
  let position = 0;
  /** Steps over `wanted` when it comes next. */
  const skip = (wanted: string): boolean => {
    if (tokens[position] !== wanted) return false;
    position++;
    return true;
  };
  const take = (wanted: string) => {
    if (!skip(wanted)) throw new Error(`Expected "${wanted}" ${tokens[position] === undefined ? 'at the end' : `instead of "${tokens[position]}"`}.`);
  };

  function sum(): number {
    let value = product();
    for (;;) {
      if (skip('+')) value += product();
      else if (skip('-')) value -= product();
      else return value;
    }
  }
  function product(): number {
    let value = sign();
    for (;;) {
      if (skip('*')) value *= sign();
      else if (skip('/')) value /= sign();
      else if (skip('%')) value %= sign();
      else return value;
    }
  }
  function sign(): number {
    if (skip('-')) return -sign();
    if (skip('+')) return sign();
    return power();
  }
  function power(): number {
    const base = atom();
    return skip('^') ? base ** sign() : base;
  }
  function atom(): number {
    const token = tokens[position++];
    if (token === undefined) throw new Error('The expression ends too early.');
    if (token === '(') {
      const value = sum();
      take(')');
      return value;
    }
    if (/^[\d.]/.test(token)) return Number(token);
    const name = token.toLowerCase();
    const constant = CONSTANTS[name];
    if (constant !== undefined) return constant;
    const call = FUNCTIONS[name];
    if (call === undefined) throw new Error(`"${token}" is not known here.`);
    take('(');
    const values = [sum()];
    while (skip(',')) values.push(sum());
    take(')');
    return call(...values);
  }

  const value = sum();
  if (position < tokens.length) throw new Error(`"${tokens[position]}" is not expected there.`);
  if (!Number.isFinite(value)) throw new Error('The result is not a finite number.');
  return value;
}

const CONSTANTS: Readonly<Record<string, number>> = Object.assign(Object.create(null) as Record<string, number>, { pi: Math.PI, e: Math.E });
const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = Object.assign(Object.create(null) as Record<string, (...values: number[]) => number>, {
  sqrt: Math.sqrt, abs: Math.abs, round: Math.round, floor: Math.floor, ceil: Math.ceil, min: Math.min, max: Math.max, log: Math.log10, ln: Math.log, exp: Math.exp,
});
