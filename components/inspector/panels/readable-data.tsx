'use client';
import { ChevronRight, GripVertical, TextCursorInput } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useNodeTexts } from '@/components/canvas/node-texts.ts';
import { setParam } from '@/components/editor/commands/set-node.ts';
import { nodeById } from '@/components/editor/document/graph.ts';
import { definitionOf, useEditorSetting } from '@/components/editor/store.ts';
import { useDesignT } from '@/components/i18n/use-design-t.ts';
import { cx } from '@/components/ui/class-names.ts';
import { largeValueOf } from '@/components/ui/large-value-of.ts';
import { Menu } from '@/components/ui/menu.tsx';
import { isJsonObject, pointerToken, type Json, type NodeDefinition } from '@/engine/index.ts';
import { useFieldSetting } from '../fields/field-context.ts';
import { fieldsOf, isShown } from '../model/fields.ts';
import { referenceText, REFERENCE_MIME, takesReferences, withReference, type Path } from '../model/insert-reference.ts';
import { shortJson } from '../model/preview.ts';

type Entry = { path: Path; label: string; value: Json | undefined; schema: Json | undefined };
/** So many members are offered of one value; the rest can be written. */
const MOST = 100;

/** What the expressions of a node can read, with what is known of it; every line can be dragged into a field, or put there by its menu. */
export function ReadableData({ node }: { node: NodeDefinition }) {
  const t = useDesignT();
  const { sight, valueOf } = useFieldSetting();
  const { catalogue } = useEditorSetting();
  const roots = useMemo<Entry[]>(() => {
    const entry = (path: readonly [string, ...string[]], label: string): Entry => ({ path, label, value: valueOf(path[0], path.slice(1)), schema: sight.schemaOf(path[0], path.slice(1)) });
    const before = sight.nodes.filter((each) => each.before && catalogue.get(each.type)?.kind !== 'start');
    return [
      ...sight.locals.map((name) => entry(name === 'compensated' ? ['compensated', 'output'] : [name], name)),
      ...before.map((each) => entry(['nodes', each.id, 'output'], each.name)),
      entry(['input'], 'input'),
      ...(sight.vars.length > 0 ? [entry(['vars'], 'vars')] : []),
    ];
  }, [sight, valueOf, catalogue]);
  const spec = catalogue.get(node.type);
  if (spec === undefined || !fieldsOf(spec).some((field) => takesReferences(field))) return null;
  return (
    <section className="space-y-1.5 border-t border-line pt-3" data-testid="readable">
      <h2 className="font-medium">{t('inspector.readable')}</h2>
      <p className="text-sm text-ink-3">{t('inspector.readableHelp')}</p>
      <ul className="-mx-1.5">{roots.map((root) => <Line key={root.path.join('/')} entry={root} depth={0} node={node} />)}</ul>
    </section>
  );
}

function Line({ entry, depth, node }: { entry: Entry; depth: number; node: NodeDefinition }) {
  const t = useDesignT();
  const { readOnly } = useFieldSetting();
  const [open, setOpen] = useState(false);
  const inner = useMemo(() => membersOf(entry), [entry]);
  const text = referenceText(entry.path);
  return (
    <li>
      <div
        draggable={!readOnly}
        data-reference={text}
        onDragStart={(event) => {
          event.stopPropagation();
          event.dataTransfer.effectAllowed = 'copy';
          event.dataTransfer.setData(REFERENCE_MIME, JSON.stringify(entry.path));
          event.dataTransfer.setData('text/plain', `{{ ${text} }}`);
        }}
        style={{ paddingLeft: 6 + depth * 14 }}
        className={cx('group flex min-h-7 items-center gap-1 rounded-sm pr-1 hover:bg-hover', !readOnly && 'cursor-grab')}
        title={text}
      >
        {inner.length > 0 ? (
          <button type="button" aria-expanded={open} aria-label={t(open ? 'inspector.foldValue' : 'inspector.unfoldValue', { name: entry.label })} onClick={() => setOpen(!open)} className="grid size-5 shrink-0 place-items-center rounded-xs text-ink-3 hover:text-ink">
            <ChevronRight className={cx('size-3.5 transition-transform duration-(--fast)', open && 'rotate-90')} aria-hidden />
          </button>
        ) : <span className="size-5 shrink-0" />}
        <span className={cx('max-w-[55%] shrink-0 truncate', depth > 0 || entry.path[0] !== 'nodes' ? 'font-mono text-sm' : 'font-medium')}>{entry.label}</span>
        <span className="min-w-0 flex-1 truncate text-sm text-ink-3">{valueWords(entry, t('inspector.noValueYet'))}</span>
        {!readOnly && (
          <>
            <GripVertical className="size-3.5 shrink-0 text-ink-3 opacity-0 group-hover:opacity-100 [@media(pointer:coarse)]:hidden" aria-hidden />
            <InsertMenu node={node} path={entry.path} label={text} />
          </>
        )}
      </div>
      {open && <ul>{inner.map((each) => <Line key={String(each.path.at(-1))} entry={each} depth={depth + 1} node={node} />)}</ul>}
    </li>
  );
}

/** Puts a reference into a parameter, for the keyboard and for fingers. */
function InsertMenu({ node, path, label }: { node: NodeDefinition; path: Path; label: string }) {
  const t = useDesignT();
  const text = useNodeTexts();
  const { store, catalogue } = useEditorSetting();
  const spec = catalogue.get(node.type);
  const fields = spec === undefined ? [] : fieldsOf(spec).filter((field) => takesReferences(field) && isShown(field, node.params, spec.defaults));
  const insert = (param: string): void => {
    const field = fields.find((each) => each.param === param);
    const now = nodeById(definitionOf(store.getState()), node.id);
    if (field === undefined || now === undefined) return;
    store.getState().do('inspector.undoInsert', (input) => setParam(input, node.id, param, withReference(now.params[param], field, path)));
    store.getState().lookAt(node.id, `/params/${pointerToken(param)}`);
  };
  if (fields.length === 0) return null;
  return (
    <Menu
      header={t('inspector.insertInto')}
      items={fields.map((field) => ({ id: `insert-${field.param}`, label: text(`node.${node.type}.field.${field.param}.label`, field.face.label), onSelect: () => insert(field.param) }))}
    >
      <button type="button" aria-label={t('inspector.insert', { what: label })} title={t('inspector.insertInto')} className="grid size-6 shrink-0 place-items-center rounded-sm text-ink-3 hover:bg-sunken hover:text-accent focus-visible:text-accent">
        <TextCursorInput className="size-4" aria-hidden />
      </button>
    </Menu>
  );
}

/** What a value holds, or, while there is none, what its schema says it will. */
function membersOf({ path, value, schema }: Entry): Entry[] {
  if (largeValueOf(value) !== null) return [];
  if (Array.isArray(value)) return value.slice(0, MOST).map((item, at) => ({ path: [...path, at], label: `[${at}]`, value: item, schema: isJsonObject(schema) ? schema['items'] : undefined }));
  const properties = isJsonObject(schema) && isJsonObject(schema['properties']) ? schema['properties'] : {};
  const names = [...new Set([...(isJsonObject(value) ? Object.keys(value) : []), ...Object.keys(properties)])];
  return names.slice(0, MOST).map((name) => ({ path: [...path, name], label: name, value: isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined, schema: properties[name] }));
}

function valueWords({ value, schema }: Entry, none: string): string {
  if (value !== undefined) return shortJson(value, 80);
  return isJsonObject(schema) && typeof schema['type'] === 'string' ? schema['type'] : none;
}
