/** A node type's words in another language; every text its English face holds has its counterpart here. */
export type NodeTexts = {
  label: string;
  summary: string;
  fields: Readonly<Record<string, { label: string; help?: string; placeholder?: string; options?: Readonly<Record<string, string>> }>>;
};
