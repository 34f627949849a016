import { boolArray, int4Array, int8Array, jsonArray, textArray } from './array-writer.ts';

/** One column of rows that travel as arrays. */
export type Column<T> =
  | { name: string; type: 'int4' | 'int8'; of: (row: T) => number | null }
  | { name: string; type: 'text' | 'json'; of: (row: T) => string | null }
  | { name: string; type: 'bool'; of: (row: T) => boolean };

/** Rows as parameters of a statement: `unnest` on one side, one binary array per column on the other. */
export class Rows<T> {
  constructor(private readonly columns: readonly Column<T>[]) {}

  get width(): number {
    return this.columns.length;
  }

  get names(): string {
    return this.columns.map((column) => column.name).join(', ');
  }

  /** `unnest($first::int4[], …) AS alias (n, …)` */
  from(alias: string, first: number, ordinality = false): string {
    const arrays = this.columns.map((column, index) => `$${first + index}::${column.type}[]`).join(', ');
    return `unnest(${arrays})${ordinality ? ' WITH ORDINALITY' : ''} AS ${alias} (${this.names}${ordinality ? ', n' : ''})`;
  }

  /**
   * `(VALUES ($runId, $first::int4, …), …) AS alias (run_id, …)`: the same rows where there are so few that arrays cost
   * more than they carry. Without the first `skip` columns.
   */
  values(alias: string, runId: number, first: number, count: number, skip: number): string {
    const columns = this.columns.slice(skip);
    const tuple = (row: number): string => columns.map((column, index) => `$${first + row * columns.length + index}::${column.type}`).join(', ');
    return `(VALUES ${Array.from({ length: count }, (_, row) => `($${runId}::text, ${tuple(row)})`).join(', ')}) AS ${alias} (run_id, ${columns.map((column) => column.name).join(', ')})`;
  }

  /** The parameters of `values`, or those of one row's columns. */
  scalars(rows: readonly T[], skip: number): (string | number | boolean | null)[] {
    const cells: (string | number | boolean | null)[] = [];
    for (const row of rows) for (let index = skip; index < this.columns.length; index++) cells.push(this.columns[index]!.of(row));
    return cells;
  }

  /** `name = $first::type` for each column but the first `skip`. */
  list(first: number, skip: number): { name: string; value: string }[] {
    return this.columns.slice(skip).map((column, index) => ({ name: column.name, value: `$${first + index}::${column.type}` }));
  }

  encode(rows: readonly T[]): Buffer[] {
    return this.columns.map((column) => {
      switch (column.type) {
        case 'int4':
          return int4Array(rows, column.of);
        case 'int8':
          return int8Array(rows, column.of);
        case 'text':
          return textArray(rows, column.of);
        case 'json':
          return jsonArray(rows, column.of);
        case 'bool':
          return boolArray(rows, column.of);
      }
    });
  }
}
