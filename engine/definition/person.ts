/** What is one and the same for two ways of writing a person's name: case, spaces and the form of a letter make no other person. */
export function personOf(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
