import { beginningOf, hash, PLACES } from './knowledge.ts';

/** What the library has on a question, and what it leaves open: made up, and the same for the same question. */
export type Notes = { query: string; notes: { source: string; text: string }[] };

const AUTHORS = ['Alder Logistics', 'Bluepeak Cloud', 'Cobalt Robotics', 'Delta University', 'Evergreen Capital', 'Fjord Shipping'];

/** After what the question is about, and a colon. */
const PLAIN = [
  '{n} firms near {place} have tried it, most of them small family firms with fewer than twenty people',
  'it takes {n} weeks from the first order to the first result, as firms in {place} say',
  'a third of the money goes into training, says {author}, which looked at {n} firms near {place}',
  '{author} counted {n} cases around {place} and found that the first three months decide',
  'of {n} firms in {place}, every second one began with a trial, and the others with everything at once',
];
const FOR = [
  'Costs fell by {n} percent after the first year, which a report from {place} calls a good and profitable investment.',
  'Customers near {place} like the result, and {n} of 100 would pay more for it.',
  'In {place} it brought {n} new orders within a year, a growth that others have copied.',
  '{author} found it reliable: {n} of 100 tries went as planned.',
  '{author} offers to share the cost, which makes an early start an opportunity.',
  'Whoever began in {place} made a profit by the second year, and {n} more have followed with success.',
  '{author} asked {n} people who do the work, and found them happy to have learned something new.',
  'A test in {place} ended {n} days early, because the benefit was plain to everybody.',
  'Banks in {place} think it secure, and lent money for {n} such plans last year.',
];
const AGAINST = [
  'Two firms in {place} gave it up as a failure: repairs cost more than was saved.',
  'A report from {place} sees a risk in the two suppliers that are left, and a threat in their prices.',
  'Of 100 customers asked in {place}, {n} had complaints in the first year, a bad beginning.',
  'It came {n} weeks late in {place}, and the loss was never made up.',
  '{author} calls the promised figures weak, because they leave out the cost of training.',
  'In {place} a single problem stopped everything for {n} days, and the delay lost two customers.',
  '{author} asked {n} people who do the work, and found them angry that nobody had asked before.',
  'A test in {place} was broken off after {n} days, with problems that nobody wrote down.',
  'Banks in {place} fear a default, and turned down {n} such plans last year.',
];

/** What may stay open, and what the library says when it is asked for exactly that. */
const OPEN = [
  { ask: 'what does it cost after the first year', answer: 'after the first year it costs {n} percent of what was paid at the start' },
  { ask: 'who has measured it for longer than a year', answer: '{author} has measured it for three years, at {n} firms around {place}' },
  { ask: 'what happens to the people who did the work before', answer: 'in {place}, {n} of 100 people stayed in the same firm and learned another trade' },
  { ask: 'how soon can it be undone', answer: 'firms in {place} went back within {n} weeks, and lost what they had paid for training' },
];
/** Nobody knows about these: however often it is asked, something else stays open. */
const UNKNOWABLE = /future|rumou?r|secret/i;

const LEANINGS: ReadonlyMap<string, readonly string[]> = new Map([['for', FOR], ['against', AGAINST]]);

/**
 * Three notes: a plain one, one that speaks for it and one against it; or three that all speak for it, or against it.
 * Most questions, and all about what nobody can know, leave another one open.
 * @param page from 1; the first three have no note for or against it in common
 */
export function notesOn(query: string, leaning = '', page = 1): Notes {
  const topic = beginningOf(query, 300) || 'Nothing';
  const asked = OPEN.findIndex(({ ask }) => topic.toLowerCase().includes(ask));
  const write = (list: readonly string[], index: number) => ({ source: sourceOf(topic, index + 3 * page), text: fill(list[(seedOf(topic, list[0]!) + index + 3 * (page - 1)) % list.length]!, `${index} ${page} ${topic}`) });
  const side = LEANINGS.get(leaning);
  if (side !== undefined) return { query: topic, notes: [0, 1, 2].map((index) => write(side, index)) };
  const plain = asked < 0 ? write(PLAIN, 0) : { source: sourceOf(topic, 0), text: fill(OPEN[asked]!.answer, topic) };
  const notes = [{ ...plain, text: `${subjectOf(topic)}: ${plain.text}.` }, write(FOR, 1), write(AGAINST, 2)];
  if (UNKNOWABLE.test(topic) || (asked < 0 && seedOf(topic, 'open') % 3 > 0)) {
    const next = OPEN[asked < 0 ? (seedOf(topic, 'next') >>> 5) % OPEN.length : (asked + 1) % OPEN.length]!;
    notes.push({ source: 'The librarian', text: `Nothing is written here on one point. ${subjectOf(topic)}: ${next.ask}?` });
  }
  return { query: topic, notes };
}

function seedOf(topic: string, about: string): number {
  return hash(`${topic.toLowerCase()} ${about}`);
}

/** What a question is about, without what was open before and without the marks at its end. */
function subjectOf(topic: string): string {
  const open = OPEN.find(({ ask }) => topic.toLowerCase().includes(`: ${ask}`));
  return (open === undefined ? topic : topic.slice(0, topic.toLowerCase().indexOf(`: ${open.ask}`))).replace(/[\s.!?:。！？：…]+$/, '');
}

function sourceOf(topic: string, index: number): string {
  const seed = hash(`${topic} source ${index}`);
  return `${AUTHORS[seed % AUTHORS.length]!}, report ${2015 + ((seed >>> 6) % 10)}, page ${1 + ((seed >>> 10) % 90)}`;
}

function fill(text: string, about: string): string {
  const seed = hash(about);
  return text.replace('{n}', String(11 + (seed % 70))).replace('{place}', PLACES[(seed >>> 7) % PLACES.length]!).replace('{author}', AUTHORS[(seed >>> 11) % AUTHORS.length]!);
}
