'use client';
import { acceptCompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { Annotation, Compartment, EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, keymap, lineNumbers, placeholder as placeholderText, tooltips, type DecorationSet } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { complete, type Knowledge } from './complete.ts';
import { dropReference } from './drop-reference.ts';
import type { Language } from './marks.ts';
import { paint } from './paint.ts';
import { codeColours, fieldTheme } from './theme.ts';

export type CodeFieldProps = {
  value: string;
  onChange: (text: string) => void;
  language: Language;
  /** One line: Enter does nothing, and what is pasted loses its line breaks. */
  singleLine?: boolean;
  minimumHeight?: number;
  placeholder?: string;
  readOnly?: boolean;
  id: string;
  labelledBy?: string;
  label?: string;
  describedBy?: string;
  invalid?: boolean;
  problems?: readonly { start: number; end: number; message: string }[];
  knowledge?: Knowledge | null;
  onBlur?: () => void;
  /** It takes over from a field that had the keyboard, with what was selected in there. */
  takesOver?: Selected | null;
};

/** What is selected in a field that has the keyboard; `head` is where the caret is. */
export type Selected = { anchor: number; head: number };

const fromOutside = Annotation.define<boolean>();
const setProblems = StateEffect.define<readonly { start: number; end: number; message: string }[]>();
const problemField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setProblems)) continue;
      const length = transaction.newDoc.length;
      const ranges = effect.value
        .map(({ start, end, message }) => ({ from: Math.min(start, Math.max(0, length - 1)), to: Math.min(Math.max(end, start + 1), length), message }))
        .filter(({ from, to }) => to > from);
      next = Decoration.set(ranges.map(({ from, to, message }) => Decoration.mark({ class: 'cm-heddle-problem', attributes: { title: message } }).range(from, to)), true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A field of text that may hold expressions, JSON or a program. Its chunk comes late: see `load-code-field.ts`. */
export function CodeField(props: CodeFieldProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const settings = useRef(new Compartment());
  useLayoutEffect(() => {
    latest.current = props;
  });

  useLayoutEffect(() => {
    const { value, language, singleLine = false, takesOver = null } = latest.current;
    const editor = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          settings.current.of(settingsOf(latest.current)),
          problemField,
          history(),
          fieldTheme,
          tooltips({ parent: document.body, position: 'fixed' }),
          EditorView.lineWrapping,
          EditorView.editorAttributes.of({ class: language === 'template' || language === 'plain' ? 'cm-heddle-prose' : '' }),
          EditorState.tabSize.of(2),
          indentUnit.of('  '),
          languageOf(language),
          paint(language),
          complete(language, () => latest.current.knowledge ?? null),
          dropReference(language),
          language === 'template' || language === 'plain' ? [] : [closeBrackets(), bracketMatching()],
          singleLine ? oneLine : [],
          // Tab leaves the field, as everywhere in a form; only a program takes it for its indent. Escape leaves it, too.
          keymap.of([{ key: 'Tab', run: acceptCompletion }, ...closeBracketsKeymap, ...historyKeymap, ...(language === 'javascript' ? [indentWithTab] : []), ...defaultKeymap.filter(({ key }) => key !== 'Escape')]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromOutside))) latest.current.onChange(update.state.doc.toString());
            if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur?.();
          }),
        ],
      }),
    });
    view.current = editor;
    if (takesOver !== null) {
      const within = (at: number): number => Math.min(at, value.length);
      editor.dispatch({ selection: { anchor: within(takesOver.anchor), head: within(takesOver.head) } });
      editor.focus();
    }
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);

  // Before the next key is heard: a value that is drawn later than it was written would take what was typed since for a change from outside.
  useLayoutEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === props.value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value }, annotations: fromOutside.of(true) });
  }, [props.value]);

  const { readOnly, placeholder, id, label, labelledBy, describedBy, invalid, singleLine } = props;
  useEffect(() => {
    view.current?.dispatch({ effects: settings.current.reconfigure(settingsOf({ readOnly, placeholder, id, label, labelledBy, describedBy, invalid, singleLine })) });
  }, [readOnly, placeholder, id, label, labelledBy, describedBy, invalid, singleLine]);

  useEffect(() => {
    view.current?.dispatch({ effects: setProblems.of(props.problems ?? []) });
  }, [props.problems]);

  return <div ref={host} style={props.minimumHeight === undefined ? undefined : { minHeight: props.minimumHeight }} className="max-h-[min(420px,36dvh)] min-w-0 cursor-text overflow-y-auto" onClick={() => !view.current?.hasFocus && view.current?.focus()} role="presentation" />;
}

function settingsOf(props: Pick<CodeFieldProps, 'readOnly' | 'placeholder' | 'id' | 'label' | 'labelledBy' | 'describedBy' | 'invalid' | 'singleLine'>): Extension {
  return [
    EditorState.readOnly.of(props.readOnly ?? false),
    props.placeholder ? placeholderText(props.placeholder) : [],
    EditorView.contentAttributes.of({
      id: props.id,
      'aria-multiline': String(!props.singleLine),
      'aria-readonly': String(props.readOnly ?? false),
      ...(props.labelledBy === undefined ? {} : { 'aria-labelledby': props.labelledBy }),
      ...(props.label === undefined ? {} : { 'aria-label': props.label }),
      ...(props.describedBy === undefined ? {} : { 'aria-describedby': props.describedBy }),
      ...(props.invalid ? { 'aria-invalid': 'true' } : {}),
      autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false',
    }),
  ];
}

function languageOf(language: Language): Extension {
  if (language === 'javascript') return [javascript(), codeColours, lineNumbers(), indentOnInput()];
  return language === 'json' || language === 'json-literal' ? [json(), codeColours, indentOnInput()] : [];
}

const oneLine: Extension = [
  EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
    const text = transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ');
    return { changes: { from: 0, to: transaction.startState.doc.length, insert: text }, selection: { anchor: Math.min(transaction.newSelection.main.head, text.length) }, annotations: transaction.annotation(fromOutside) ? fromOutside.of(true) : [] };
  }),
  keymap.of([{ key: 'Enter', run: () => true }]),
];
