import { parseRegex, RegexError, WORD, type CharSet, type RegexNode } from './parse.ts';

export { RegexError } from './parse.ts';

type Instruction =
  | { op: 'set'; set: CharSet }
  | { op: 'split'; a: number; b: number }
  | { op: 'assert'; at: 'start' | 'end' | 'word' | 'notWord' }
  | { op: 'match' };

const MOST_INSTRUCTIONS = 2_000;
const LONGEST_PATTERN = 1_000;

export type LinearRegex = {
  /** Steps one character may cost at most; time is this times the length of the text. */
  readonly states: number;
  /** Whether the pattern is found anywhere in the text. */
  readonly test: (text: string) => boolean;
};

/**
 * Compiles a regular expression that is matched in time linear in the text (Thompson's simulation of all ways at once,
 * no backtracking). What cannot be had that way, looking around and references back, is refused.
 * @throws RegexError
 */
export function linearRegex(pattern: string): LinearRegex {
  if (pattern.length > LONGEST_PATTERN) throw new RegexError(`A pattern has at most ${LONGEST_PATTERN} characters.`);
  const program: Instruction[] = [];
  emit(parseRegex(pattern), program);
  program.push({ op: 'match' });
  return { states: program.length, test: (text) => run(program, text) };
}

function push(program: Instruction[], instruction: Instruction): number {
  if (program.length >= MOST_INSTRUCTIONS) throw new RegexError('The pattern is too large: its counts multiply.');
  return program.push(instruction) - 1;
}

/** Writes code that falls through to what follows it. */
function emit(node: RegexNode, program: Instruction[]): void {
  switch (node.type) {
    case 'set':
      push(program, { op: 'set', set: node.set });
      return;
    case 'assert':
      push(program, { op: 'assert', at: node.at });
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, program);
      return;
    case 'choice':
      emitChoice(node.options, program);
      return;
    case 'repeat':
      emitRepeat(node, program);
  }
}

function emitChoice(options: readonly RegexNode[], program: Instruction[]): void {
  const jumps: number[] = [];
  options.forEach((option, index) => {
    const last = index === options.length - 1;
    const split = last ? -1 : push(program, { op: 'split', a: program.length + 1, b: -1 });
    emit(option, program);
    if (last) return;
    jumps.push(push(program, { op: 'split', a: -1, b: -1 }));
    program[split] = { op: 'split', a: split + 1, b: program.length };
  });
  for (const jump of jumps) program[jump] = { op: 'split', a: program.length, b: program.length };
}

function emitRepeat({ body, minimum, maximum }: Extract<RegexNode, { type: 'repeat' }>, program: Instruction[]): void {
  for (let i = 0; i < minimum; i++) emit(body, program);
  if (maximum === Infinity) {
    const split = push(program, { op: 'split', a: -1, b: -1 });
    emit(body, program);
    push(program, { op: 'split', a: split, b: split });
    program[split] = { op: 'split', a: split + 1, b: program.length };
    return;
  }
  const splits: number[] = [];
  for (let i = minimum; i < maximum; i++) {
    splits.push(push(program, { op: 'split', a: -1, b: -1 }));
    emit(body, program);
  }
  for (const split of splits) program[split] = { op: 'split', a: split + 1, b: program.length };
}

function run(program: readonly Instruction[], text: string): boolean {
  const seen = new Uint32Array(program.length);
  let round = 0;
  let current: number[] = [];
  let next: number[] = [];
  let before = -1;
  for (let index = 0; ; ) {
    const here = index < text.length ? text.codePointAt(index)! : -1;
    round++;
    // A match may begin at every place; ways that go on from before come with it.
    const ways: number[] = [];
    for (const start of [...current, 0]) if (follow(program, start, before, here, seen, round, ways)) return true;
    if (here === -1) return false;
    next = [];
    for (const way of ways) {
      const instruction = program[way]!;
      if (instruction.op === 'set' && instruction.set(here)) next.push(way + 1);
    }
    current = next;
    before = here;
    index += here > 0xffff ? 2 : 1;
  }
}

/** Collects the sets that can be tried next, from one place on; true when the end of the pattern is reached. */
function follow(program: readonly Instruction[], start: number, before: number, here: number, seen: Uint32Array, round: number, ways: number[]): boolean {
  const stack = [start];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen[at] === round) continue;
    seen[at] = round;
    const instruction = program[at]!;
    switch (instruction.op) {
      case 'match':
        return true;
      case 'set':
        ways.push(at);
        break;
      case 'split':
        stack.push(instruction.b, instruction.a);
        break;
      case 'assert':
        if (holds(instruction.at, before, here)) stack.push(at + 1);
    }
  }
  return false;
}

function holds(at: 'start' | 'end' | 'word' | 'notWord', before: number, here: number): boolean {
  if (at === 'start') return before === -1;
  if (at === 'end') return here === -1;
  const border = (before !== -1 && WORD(before)) !== (here !== -1 && WORD(here));
  return at === 'word' ? border : !border;
}
