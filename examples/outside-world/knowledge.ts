/** What the search and the data sources know: made up, and the same for the same question. */

const FIELDS = ['industrial looms', 'technical textiles', 'supply-chain software', 'recycled fibres', 'home furnishing', 'smart fabrics'];
export const PLACES = ['Rotterdam', 'Lyon', 'Osaka', 'Porto', 'Leipzig', 'Toronto', 'Suzhou', 'Gothenburg'];
const PARTNERS = ['Alder Logistics', 'Bluepeak Cloud', 'Cobalt Robotics', 'Delta University', 'Evergreen Capital', 'Fjord Shipping'];
const MOVES = [
  'It invested {n} million in a new plant near {place} and expects strong growth from it.',
  'A partnership with {partner} gives it early access to a secure data platform.',
  'Its research group filed {n} patents on energy-saving drives, a leading position in the field.',
  'Margins improved for the third year, although a late delivery cost it one large customer.',
  'It depends on a single supplier for {field}, which analysts call a risk.',
  'It acquired a small maker of {field} for {n} million to gain engineers.',
  'A security breach at a subcontractor delayed its online shop by two months.',
  'Together with {partner} it offers leasing, and customers praise the reliable service.',
];

export function hash(text: string): number {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 16_777_619);
  return (value ^ (value >>> 15)) >>> 0;
}

function pick<T>(list: readonly T[], seed: number): T {
  return list[seed % list.length]!;
}

/** So many characters of a question at most, none of them cut in half. */
export function beginningOf(query: string, most: number): string {
  return query.trim().slice(0, most).replace(/[\ud800-\udbff]$/, '').trim();
}

export function searchResults(query: string): { title: string; url: string; snippet: string }[] {
  const name = beginningOf(query, 120) || 'Unknown';
  const seed = hash(name.toLowerCase());
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const fill = (text: string, index: number) =>
    text.replace('{n}', String(5 + (hash(`${name}${index}`) % 90))).replace('{place}', pick(PLACES, seed >>> 3)).replace('{partner}', pick(PARTNERS, hash(`${name}p${index}`))).replace('{field}', pick(FIELDS, hash(`${name}f${index}`)));
  const moves = [0, 1, 2].map((index) => fill(pick(MOVES, hash(`${name}m`) + index * 3), index));
  return [
    { title: `${name}: company profile`, url: `https://example.com/${slug}/profile`, snippet: `${name} makes ${pick(FIELDS, seed)} in ${pick(PLACES, seed >>> 5)} and employs ${200 + (seed % 4_000)} people. ${moves[0]}` },
    { title: `${name} in the news`, url: `https://example.com/${slug}/news`, snippet: moves[1]! },
    { title: `What analysts say about ${name}`, url: `https://example.com/${slug}/analysis`, snippet: moves[2]! },
  ];
}

export const DATA_SOURCES = ['credit', 'sanctions', 'news', 'payments'] as const;

const FINDINGS: Readonly<Record<string, readonly [calm: string, worse: string]>> = {
  credit: ['Accounts are filed on time and debt is low.', 'Accounts are late and debt has grown.'],
  sanctions: ['No match on any list.', 'A director has the same name as a listed person.'],
  news: ['Coverage is neutral or good.', 'Several reports speak of lawsuits and delays.'],
  payments: ['Invoices were paid within 20 days on average.', 'Invoices were paid 45 days late on average.'],
};

/** A risk from 0 to 100. Subjects whose name speaks of risk are risky, so that both ways through an example can be tried. */
export function assess(source: string, subject: string): { source: string; subject: string; score: number; finding: string } {
  const seed = hash(`${source} ${subject.toLowerCase()}`);
  const isShady = /risk|shady|doubt|offshore/i.test(subject);
  const score = isShady ? 65 + (seed % 31) : 5 + (seed % 31);
  const [calm, worse] = FINDINGS[source] ?? ['Nothing unusual.', 'Something unusual.'];
  return { source, subject, score, finding: score >= 50 ? worse : calm };
}
