'use client';
import type { KeyboardEvent, ReactNode } from 'react';
import { useT } from '../i18n/use-t.tsx';
import { cx } from './class-names.ts';
import { Checkbox } from './toggle.tsx';

export type Column<T> = {
  id: string;
  header: ReactNode;
  cell: (row: T) => ReactNode;
  /** A width of CSS grid: `120px`, `minmax(160px, 1fr)`. */
  width: string;
  align?: 'right';
  /** From which width of the window on the column is shown; always when it is not said. */
  from?: 'sm' | 'md' | 'lg';
};

export type DataTableProps<T> = {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  onOpen?: (row: T) => void;
  selection?: { ids: ReadonlySet<string>; onChange: (ids: ReadonlySet<string>) => void; labelOf: (row: T) => string };
  /** What stands in a row on a phone, instead of the columns. */
  compact?: (row: T) => ReactNode;
};

const FROM = { sm: 'hidden sm:block', md: 'hidden md:block', lg: 'hidden lg:block' } as const;

/** A column that is not shown must not leave its track behind, so each width of the window has its own template. */
const GRID = 'grid-cols-(--cols) sm:grid-cols-(--cols-sm) md:grid-cols-(--cols-md) lg:grid-cols-(--cols-lg)';
function template<T>(name: string, selectable: boolean, columns: readonly Column<T>[], shown: readonly string[]): Record<string, string> {
  const widths = columns.filter((column) => !column.from || shown.includes(column.from)).map((column) => column.width);
  return { [name]: [...(selectable ? ['16px'] : []), ...widths].join(' ') };
}

/** Rows and columns. Arrow keys walk the rows, Enter opens, Space selects. */
export function DataTable<T>({ label, columns, rows, rowId, onOpen, selection, compact }: DataTableProps<T>) {
  const t = useT();
  const grid = { ...template('--cols', selection !== undefined, columns, []), ...template('--cols-sm', selection !== undefined, columns, ['sm']), ...template('--cols-md', selection !== undefined, columns, ['sm', 'md']), ...template('--cols-lg', selection !== undefined, columns, ['sm', 'md', 'lg']) };
  const chosen = selection ? rows.filter((row) => selection.ids.has(rowId(row))).length : 0;

  function toggle(id: string): void {
    if (!selection) return;
    const next = new Set(selection.ids);
    if (!next.delete(id)) next.add(id);
    selection.onChange(next);
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>, row: T): void {
    if (event.target !== event.currentTarget) return;
    const beside = event.key === 'ArrowDown' || event.key === 'j' ? event.currentTarget.nextElementSibling : event.key === 'ArrowUp' || event.key === 'k' ? event.currentTarget.previousElementSibling : null;
    if (beside instanceof HTMLElement) {
      event.preventDefault();
      beside.focus();
    } else if (event.key === 'Enter' && onOpen) onOpen(row);
    else if (event.key === ' ' && selection) {
      event.preventDefault();
      toggle(rowId(row));
    }
  }

  const everything = selection && <Checkbox label={t('common.all')} checked={chosen === 0 ? false : chosen === rows.length ? true : 'indeterminate'} onChange={(all) => selection.onChange(new Set(all ? rows.map(rowId) : []))} />;
  return (
    <div role="table" aria-label={label} aria-rowcount={rows.length}>
      <div role="rowgroup">
        {compact && selection && (
          <div role="row" className="flex border-b border-line px-4 py-2 text-xs text-ink-3 md:hidden">
            <div role="columnheader" className="flex items-center gap-3">
              {everything}
              <span aria-hidden>{t('common.all')}</span>
            </div>
          </div>
        )}
        <div role="row" style={grid} className={cx(GRID, 'items-center gap-3 border-b border-line px-4 py-2 text-xs text-ink-3', compact ? 'hidden md:grid' : 'grid')}>
          {everything && <div role="columnheader">{everything}</div>}
          {columns.map((column) => (
            <div key={column.id} role="columnheader" className={cx('truncate', column.align === 'right' && 'text-right', column.from && FROM[column.from])}>
              {column.header}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup">
        {rows.map((row) => {
          const id = rowId(row);
          const selected = selection?.ids.has(id) ?? false;
          return (
            <div
              key={id}
              role="row"
              tabIndex={0}
              aria-selected={selection ? selected : undefined}
              data-row={id}
              onKeyDown={(event) => onKeyDown(event, row)}
              onClick={(event) => {
                if (onOpen && !(event.target as Element).closest('a,button,input,label,[role=menuitem],[role=checkbox]')) onOpen(row);
              }}
              style={grid}
              className={cx(GRID, 'min-h-11 items-center gap-3 border-b border-line px-4 py-1.5 outline-offset-[-2px] hover:bg-hover', onOpen && 'cursor-pointer', selected && 'bg-accent-soft hover:bg-accent-soft', compact ? 'block md:grid' : 'grid')}
            >
              {compact && (
                <div role="cell" className="flex items-start gap-3 py-1.5 md:hidden">
                  {selection && (
                    <span className="pt-0.5">
                      <Checkbox label={selection.labelOf(row)} checked={selected} onChange={() => toggle(id)} />
                    </span>
                  )}
                  <div className="min-w-0 flex-1">{compact(row)}</div>
                </div>
              )}
              {selection && (
                <div role="cell" className={compact ? 'hidden md:block' : ''}>
                  <Checkbox label={selection.labelOf(row)} checked={selected} onChange={() => toggle(id)} />
                </div>
              )}
              {columns.map((column) => (
                <div key={column.id} role="cell" className={cx('min-w-0', column.align === 'right' && 'text-right', compact ? (column.from === 'lg' ? 'hidden lg:block' : 'hidden md:block') : column.from && FROM[column.from])}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
