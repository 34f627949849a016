import { autocompletion, closeCompletion, completionKeymap, currentCompletions, startCompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { proposalsAt, type Proposal, type ValueOf } from '../model/completion.ts';
import { expressionAt } from '../model/expression-at.ts';
import { shortJson } from '../model/preview.ts';
import type { Sight } from '../model/sight.ts';
import { typeBraces } from '../model/type-braces.ts';
import type { Language } from './marks.ts';

/** What completion knows; read anew each time, so that the editor need not be built again. */
export type Knowledge = { sight: Sight; valueOf: ValueOf; words: { lastRun: string; gives: string } };

export function complete(language: Language, knowledge: () => Knowledge | null): Extension[] {
  if (language !== 'template' && language !== 'expression' && language !== 'json') return [];
  const source = (context: CompletionContext): CompletionResult | null => {
    // What was typed is looked up a moment later; whoever has left the field by then is not followed by a list.
    if (context.view?.hasFocus === false) return null;
    const known = knowledge();
    if (!known) return null;
    const text = context.state.doc.toString();
    const bare = language === 'expression' && !text.includes('{{');
    const at = bare ? { start: 0, source: text.slice(0, context.pos) } : expressionAt(text, context.pos);
    if (!at) return null;
    const found = proposalsAt(at.source, known.sight, known.valueOf, language === 'json' ? "'" : '"');
    if (!found || found.items.length === 0) return null;
    const from = at.start + found.from;
    if (!context.explicit && from === context.pos && !/[{.(,\s]$/.test(text.slice(0, context.pos))) return null;
    // A bare field that is entered should not at once be covered; what is typed opens it.
    if (!context.explicit && bare && from === context.pos && !text.slice(0, context.pos).endsWith('.')) return null;
    return { from, options: found.items.map((item) => optionOf(item, known)), validFor: /^\w*$/ };
  };
  return [
    completionKeys,
    autocompletion({ override: [source], defaultKeymap: false, icons: false, closeOnBlur: true, maxRenderedOptions: 60, tooltipClass: () => 'cm-heddle-complete' }),
    ...(language === 'expression' ? [] : [braces]),
  ];
}

/** Escape closes a list that is open. One that is still being looked up is given up, and the key goes on to whoever leads out of the field. */
const completionKeys = Prec.highest(keymap.of([
  ...completionKeymap.filter(({ key }) => key !== 'Escape'),
  {
    key: 'Escape',
    run: (view) => {
      const open = currentCompletions(view.state).length > 0;
      closeCompletion(view);
      return open;
    },
  },
]));

function optionOf(item: Proposal, known: Knowledge): Completion {
  return {
    label: item.label,
    detail: item.kind === 'function' ? item.detail.replace(/^[\w.]+/, '') : item.value !== undefined && typeof item.value !== 'object' ? shortJson(item.value, 28) : item.detail,
    boost: item.rank - 50,
    apply: (view, _completion, from, to) => {
      const key = item.apply.startsWith('[') && view.state.sliceDoc(from - 1, from) === '.';
      const called = item.kind === 'function' && view.state.sliceDoc(to, to + 1) === '(';
      const insert = called ? item.label : item.apply;
      const start = key ? from - 1 : from;
      view.dispatch({ changes: { from: start, to, insert }, selection: { anchor: start + insert.length - (called ? 0 : (item.back ?? 0)) }, userEvent: 'input.complete' });
    },
    ...(item.value === undefined && item.doc === undefined && item.kind !== 'function' ? {} : { info: () => infoOf(item, known) }),
  };
}

function infoOf(item: Proposal, known: Knowledge): Node {
  const box = document.createElement('div');
  if (item.kind === 'function') line(box, item.detail, 'cm-heddle-info-code').style.marginTop = '0';
  if (item.doc !== undefined) line(box, item.doc).style.marginTop = item.kind === 'function' ? '5px' : '0';
  if (item.example) line(box, `${item.example.source} → ${item.example.gives}`, 'cm-heddle-info-code');
  if (item.value !== undefined) {
    if (box.childNodes.length === 0) line(box, known.words.lastRun).style.color = 'var(--ink-3)';
    line(box, shortJson(item.value, 240), 'cm-heddle-info-code cm-heddle-info-value');
  }
  return box;
}

function line(box: HTMLElement, text: string, className = ''): HTMLElement {
  const part = document.createElement('div');
  part.textContent = text;
  part.className = className;
  box.append(part);
  return part;
}

const braces = EditorView.inputHandler.of((view, from, to, key) => {
  if (view.state.readOnly || view.composing) return false;
  const typed = typeBraces(view.state.doc.toString(), from, to, key);
  if (typed === null) return false;
  view.dispatch({ changes: { from: typed.from, to: typed.to, insert: typed.insert }, selection: { anchor: typed.caret }, userEvent: 'input.type' });
  if (typed.opened) startCompletion(view);
  return true;
});
