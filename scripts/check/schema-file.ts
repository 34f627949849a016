/** Tables and their columns, with whether each may be null. */
export type Tables = Record<string, Record<string, { nullable: boolean }>>;

/** The tables that a schema.prisma describes, by their names in the database. Relations are not columns. */
export function tablesOfSchema(schema: string): Tables {
  const models = [...schema.matchAll(/^model\s+(\w+)\s*\{([\s\S]*?)^\}/gm)];
  const names = new Set(models.map((match) => match[1]));
  return Object.fromEntries(
    models.map(([, model = '', body = '']) => {
      const lines = body.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim());
      const table = lines.map((line) => /^@@map\("([^"]+)"\)/.exec(line)?.[1]).find((name) => name !== undefined) ?? model;
      const columns = lines.flatMap((line) => {
        const field = /^(\w+)\s+(\w+)(\[\]|\?)?/.exec(line);
        if (field === null || names.has(field[2] ?? '')) return [];
        return [[/@map\("([^"]+)"\)/.exec(line)?.[1] ?? field[1] ?? '', { nullable: field[3] === '?' }] as const];
      });
      return [table, Object.fromEntries(columns)];
    }),
  );
}
