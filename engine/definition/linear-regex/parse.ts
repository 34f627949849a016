/** A set of code points. */
export type CharSet = (codePoint: number) => boolean;
export type RegexNode =
  | { type: 'set'; set: CharSet }
  | { type: 'assert'; at: 'start' | 'end' | 'word' | 'notWord' }
  | { type: 'sequence'; parts: RegexNode[] }
  | { type: 'choice'; options: RegexNode[] }
  | { type: 'repeat'; body: RegexNode; minimum: number; maximum: number };

/** A pattern that is malformed, or asks for what cannot be matched in linear time. */
export class RegexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RegexError';
  }
}

const DIGIT: CharSet = (c) => c >= 48 && c <= 57;
export const WORD: CharSet = (c) => DIGIT(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
const SPACE: CharSet = (c) => (c >= 9 && c <= 13) || c === 32 || c === 160 || c === 0x1680 || (c >= 0x2000 && c <= 0x200a) || c === 0x2028 || c === 0x2029 || c === 0x202f || c === 0x205f || c === 0x3000 || c === 0xfeff;
const NEWLINE: CharSet = (c) => c === 10 || c === 13 || c === 0x2028 || c === 0x2029;
const CLASSES: Readonly<Record<string, CharSet>> = { d: DIGIT, w: WORD, s: SPACE };
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };
const MOST_REPEATS = 1_000;

const not = (set: CharSet): CharSet => (c) => !set(c);
const one = (code: number): CharSet => (c) => c === code;

/** Parses the regular part of ECMAScript's syntax. @throws RegexError */
export function parseRegex(pattern: string): RegexNode {
  const chars = Array.from(pattern);
  let at = 0;
  let depth = 0;
  const peek = () => chars[at];
  const fail = (message: string) => new RegexError(`${message} at character ${at + 1} of the pattern.`);

  function choice(): RegexNode {
    if (++depth > 50) throw fail('Groups are nested too deeply');
    const options = [sequence()];
    while (peek() === '|') {
      at++;
      options.push(sequence());
    }
    depth--;
    return options.length === 1 ? options[0]! : { type: 'choice', options };
  }

  function sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (at < chars.length && peek() !== '|' && peek() !== ')') parts.push(quantified(atom()));
    return { type: 'sequence', parts };
  }

  function quantified(body: RegexNode): RegexNode {
    const bounds = quantifier();
    if (!bounds) return body;
    if (body.type === 'assert') throw fail('An anchor cannot be repeated');
    if (peek() === '?') at++;
    if (peek() === '*' || peek() === '+' || peek() === '?') throw fail('There is nothing to repeat');
    return { type: 'repeat', body, ...bounds };
  }

  function quantifier(): { minimum: number; maximum: number } | null {
    const char = peek();
    if (char === '*' || char === '+' || char === '?') {
      at++;
      return { minimum: char === '+' ? 1 : 0, maximum: char === '?' ? 1 : Infinity };
    }
    if (char !== '{') return null;
    const text = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(chars.slice(at, at + 12).join(''));
    if (!text) throw fail('"{" must be written "\\{" unless it counts');
    at += text[0].length;
    const minimum = Number(text[1]);
    const maximum = text[2] === undefined ? minimum : text[3] === '' ? Infinity : Number(text[3]);
    if (maximum < minimum || minimum > MOST_REPEATS || (maximum !== Infinity && maximum > MOST_REPEATS)) throw fail(`A count stands between 0 and ${MOST_REPEATS}, the smaller first`);
    return { minimum, maximum };
  }

  function atom(): RegexNode {
    const char = chars[at++]!;
    switch (char) {
      case '^': return { type: 'assert', at: 'start' };
      case '$': return { type: 'assert', at: 'end' };
      case '.': return { type: 'set', set: not(NEWLINE) };
      case '[': return { type: 'set', set: bracket() };
      case '(': return group();
      case '\\': return escaped();
      case '*': case '+': case '?': throw fail('There is nothing to repeat');
      case ']': case '{': case '}': throw fail(`"${char}" must be written "\\${char}"`);
      default: return { type: 'set', set: one(char.codePointAt(0)!) };
    }
  }

  function group(): RegexNode {
    if (peek() === '?') {
      const rest = chars.slice(at, at + 40).join('');
      const open = /^\?(?::|<[A-Za-z_]\w*>)/.exec(rest);
      if (!open) throw fail('Looking ahead or behind is not there, because it cannot be matched in linear time; the trouble stands');
      at += open[0].length;
    }
    const body = choice();
    if (chars[at++] !== ')') throw fail('A group is not closed');
    return body;
  }

  function escaped(): RegexNode {
    const char = peek();
    if (char === 'b' || char === 'B') {
      at++;
      return { type: 'assert', at: char === 'b' ? 'word' : 'notWord' };
    }
    if (char !== undefined && (/[1-9]/.test(char) || char === 'k')) throw fail('A reference to a group is not there, because it cannot be matched in linear time; the trouble stands');
    const set = escapedSet();
    return { type: 'set', set: typeof set === 'number' ? one(set) : set };
  }

  /** After a backslash: a class of characters, or the code point of one. */
  function escapedSet(): CharSet | number {
    const char = chars[at++];
    if (char === undefined) throw fail('The pattern ends in a backslash');
    const named = CLASSES[char.toLowerCase()];
    if (named && /[dwsDWS]/.test(char)) return char === char.toLowerCase() ? named : not(named);
    if (Object.hasOwn(CONTROLS, char)) return CONTROLS[char]!;
    const rest = chars.slice(at, at + 40).join('');
    if (char === 'x' || char === 'u') {
      const code = char === 'x' ? /^([0-9A-Fa-f]{2})/.exec(rest) : /^(?:([0-9A-Fa-f]{4})|\{([0-9A-Fa-f]{1,6})\})/.exec(rest);
      if (!code) throw fail('A character code is not complete');
      at += code[0].length;
      return Number.parseInt(code[1] ?? code[2]!, 16);
    }
    if (char === 'p' || char === 'P') {
      const property = /^\{[A-Za-z_]+(?:=[A-Za-z_]+)?\}/.exec(rest);
      if (!property) throw fail('A property is written as in "\\p{Letter}"');
      at += property[0].length;
      return propertySet(`\\${char}${property[0]}`);
    }
    if (/[A-Za-z0-9]/.test(char)) throw fail(`"\\${char}" means nothing`);
    return char.codePointAt(0)!;
  }

  function propertySet(source: string): CharSet {
    try {
      // One character at a time, so nothing can backtrack.
      const single = new RegExp(`^${source}$`, 'u');
      return (c) => single.test(String.fromCodePoint(c));
    } catch {
      throw fail(`"${source}" is no property of characters`);
    }
  }

  function bracket(): CharSet {
    const negated = peek() === '^';
    if (negated) at++;
    const sets: CharSet[] = [];
    for (;;) {
      if (at >= chars.length) throw fail('A set of characters is not closed');
      if (peek() === ']') break;
      const from = member();
      if (typeof from === 'number' && peek() === '-' && chars[at + 1] !== ']' && chars[at + 1] !== undefined) {
        at++;
        const to = member();
        if (typeof to !== 'number' || to < from) throw fail('A range of characters goes from the smaller to the larger');
        sets.push((c) => c >= from && c <= to);
      } else sets.push(typeof from === 'number' ? one(from) : from);
    }
    at++;
    const any: CharSet = (c) => sets.some((set) => set(c));
    return negated ? not(any) : any;
  }

  function member(): CharSet | number {
    const char = chars[at++]!;
    if (char !== '\\') return char.codePointAt(0)!;
    if (peek() === 'b') {
      at++;
      return 8;
    }
    if (peek() === '-') {
      at++;
      return 45;
    }
    return escapedSet();
  }

  const result = choice();
  if (at < chars.length) throw fail('A ")" closes nothing');
  return result;
}
