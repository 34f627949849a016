import type { Extension } from '@codemirror/state';
import { dropCursor, EditorView } from '@codemirror/view';
import { insertionAt, readPath, REFERENCE_MIME } from '../model/insert-reference.ts';
import type { Language } from './marks.ts';

/** Takes what is dragged out of the data a step can read, and writes it as an expression where it is dropped. */
export function dropReference(language: Language): Extension {
  return [
    dropCursor(),
    EditorView.domEventHandlers({
      dragover: (event, view) => {
        if (!event.dataTransfer?.types.includes(REFERENCE_MIME)) return false;
        // A field that cannot take it shows no place for it.
        if (view.state.readOnly || insertionAt('', 0, language, ['input']) === null) return true;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        return false;
      },
      drop: (event, view) => {
        const path = readPath(event.dataTransfer?.getData(REFERENCE_MIME) ?? '');
        if (path === null) return false;
        event.preventDefault();
        if (view.state.readOnly) return true;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length;
        const insert = insertionAt(view.state.doc.toString(), at, language, path);
        if (insert === null) return true;
        view.dispatch({ changes: insert, selection: { anchor: insert.from + insert.insert.length }, userEvent: 'input.drop' });
        view.focus();
        return true;
      },
    }),
  ];
}
