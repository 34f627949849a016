import { useEffect } from 'react';
import type { EditorKit } from '../kit.ts';
import { leaveInspector } from '../parts/focus-field.ts';
import { pasteText, selectionText } from './clipboard.ts';
import { hasOwnKeys, isTyping, matches } from './keys.ts';
import { COMMANDS, isEnabled } from './registry.ts';
import { removeSelection } from './remove-selection.ts';

/** Listens for the keys of the registry, and for the clipboard, while the editor is on the page. */
export function useKeys(kit: EditorKit): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      // Esc in the inspector goes back to the canvas; what is selected stays.
      if (event.key === 'Escape' && leaveInspector(event.target, kit.state().history.selection)) return event.preventDefault();
      const typing = isTyping(event.target);
      const elsewhere = hasOwnKeys(event.target);
      for (const command of COMMANDS) {
        if (command.native || !command.keys.some((keys) => matches(event, keys))) continue;
        if ((typing || elsewhere) && !command.whileTyping) return;
        // Enter and Space on a button press the button.
        if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('button,a') && !command.whileTyping) return;
        // A key of ours is ours even when there is nothing to do: Mod+D must not set a bookmark.
        if (command.keys.some((keys) => keys.includes('Mod'))) event.preventDefault();
        if (!isEnabled(command, kit)) return;
        event.preventDefault();
        command.run(kit);
        return;
      }
    };
    const ours = (event: ClipboardEvent): boolean => !isTyping(event.target) && !hasOwnKeys(event.target) && (window.getSelection()?.isCollapsed ?? true);
    const onCopy = (event: ClipboardEvent): void => {
      if (!ours(event)) return;
      const text = selectionText(kit);
      if (text === null) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    const onCut = (event: ClipboardEvent): void => {
      if (kit.readOnly || !ours(event)) return;
      onCopy(event);
      if (event.defaultPrevented) removeSelection(kit, { label: 'editor.cmdCut' });
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (isTyping(event.target) || hasOwnKeys(event.target)) return;
      if (pasteText(kit, event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCut);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCut);
      document.removeEventListener('paste', onPaste);
    };
  }, [kit]);
}
