import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The looks of a field: the page's own colours, which know light and dark by themselves. */
export const fieldTheme: Extension = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--ink)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '19px', overflow: 'auto' },
  '&.cm-heddle-prose .cm-scroller': { fontFamily: 'inherit', fontSize: '13px' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--accent-soft)' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--ink-3)', fontSize: '11px' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink-2)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
  '.cm-heddle-expression': { color: 'var(--accent)', backgroundColor: 'var(--accent-soft)', borderRadius: '4px', padding: '1px 0', fontFamily: 'var(--font-mono)', fontSize: '12px' },
  '.cm-heddle-expression *': { color: 'inherit' },
  '.cm-heddle-open': { backgroundColor: 'transparent', textDecoration: 'underline dotted var(--accent)' },
  '.cm-heddle-text': { color: 'var(--ok)' },
  '.cm-heddle-number': { color: 'var(--run)' },
  '.cm-heddle-root': { color: 'var(--accent)', fontWeight: '550' },
  '.cm-heddle-call': { color: 'var(--undo)' },
  '.cm-heddle-problem': { textDecoration: 'underline wavy var(--bad)', textDecorationThickness: '1px', textUnderlineOffset: '3px' },
  '.cm-tooltip': { border: '1px solid var(--line)', backgroundColor: 'var(--surface)', color: 'var(--ink)', borderRadius: '10px', boxShadow: 'var(--shadow-float)', zIndex: '60' },
  '.cm-tooltip.cm-tooltip-autocomplete': { overflow: 'hidden' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '12px', padding: '4px', maxHeight: '260px', maxWidth: 'min(420px, 92vw)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { display: 'flex', alignItems: 'baseline', gap: '10px', padding: '3px 8px', borderRadius: '6px', lineHeight: '18px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--ink)' },
  '.cm-completionLabel': { flex: 'none' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '600' },
  '.cm-completionDetail': { marginLeft: 'auto', fontStyle: 'normal', fontFamily: 'var(--font-sans)', fontSize: '11px', color: 'var(--ink-3)', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '.cm-tooltip.cm-completionInfo': { padding: '9px 11px', maxWidth: '300px', fontSize: '12px', lineHeight: '17px', margin: '0 4px' },
  '.cm-heddle-info-code': { display: 'block', fontFamily: 'var(--font-mono)', fontSize: '11.5px', whiteSpace: 'pre-wrap', wordBreak: 'break-word', color: 'var(--ink-2)', marginTop: '5px' },
  '.cm-heddle-info-value': { color: 'var(--ok)' },
});

export const codeColours: Extension = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--ok)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--run)' },
    { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], color: 'var(--undo)' },
    { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--accent)' },
    { tag: [tags.propertyName], color: 'var(--ink)' },
    { tag: [tags.comment], color: 'var(--ink-3)', fontStyle: 'italic' },
    { tag: [tags.punctuation, tags.separator, tags.bracket], color: 'var(--ink-2)' },
    { tag: [tags.invalid], color: 'var(--bad)' },
  ]),
);
