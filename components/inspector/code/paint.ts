import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { expressionsIn } from '../model/expression-at.ts';

/** How the text of a field is read. `json`: JSON whose texts may hold expressions; `json-literal`: JSON and nothing else. */
export type Language = 'template' | 'expression' | 'json' | 'json-literal' | 'javascript' | 'plain';

export type Mark = { start: number; end: number; className: string };

const TOKEN = /("(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)(?=\s*\()|(?<![.\w])(input|nodes|vars|run|now|item|index|iteration|previous|compensated)\b|\b(true|false|null)\b/g;
const CLASSES = ['cm-heddle-text', 'cm-heddle-number', 'cm-heddle-call', 'cm-heddle-root', 'cm-heddle-number'];

/** What is painted in a text, in order and without overlap. */
export function marksOf(text: string, language: Language): Mark[] {
  if (language === 'expression') {
    return [...text.matchAll(TOKEN)].map((match) => ({ start: match.index, end: match.index + match[0].length, className: CLASSES[match.slice(1).findIndex((part) => part !== undefined)]! }));
  }
  if (language !== 'template' && language !== 'json') return [];
  return expressionsIn(text).map(({ start, end, closed }) => ({ start, end, className: closed ? 'cm-heddle-expression' : 'cm-heddle-expression cm-heddle-open' }));
}

export function paint(language: Language): Extension {
  const decorate = (view: EditorView): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const { start, end, className } of marksOf(view.state.doc.toString(), language)) if (end > start) builder.add(start, end, Decoration.mark({ class: className }));
    return builder.finish();
  };
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorate(view);
      }
      update(update: ViewUpdate) {
        if (update.docChanged) this.decorations = decorate(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
