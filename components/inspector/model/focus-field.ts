/** So many frames are waited for a field that is not drawn yet. */
const MOST_FRAMES = 90;

/**
 * Brings the field of a pointer into sight and gives it the keyboard, unless what has it keeps it; the nearest field round
 * it, when there is none of its own. Returns what stops the search.
 */
export function focusField(root: () => HTMLElement | null, pointer: string): () => void {
  let frame = 0;
  let tries = 0;
  const look = (): void => {
    const field = fieldAt(root(), pointer);
    if (field?.parentElement?.closest('[data-fold="closed"]')) return;
    const control = field?.querySelector<HTMLElement>('.cm-content, input, textarea, [role="switch"], [role="combobox"], button');
    if (field && control) {
      field.scrollIntoView({ block: 'nearest' });
      // A search that goes from place to place keeps the keyboard; a press on one of its places gives it to the field.
      if (document.activeElement?.hasAttribute('data-keeps-focus')) return;
      (field.querySelector<HTMLElement>('.cm-content, textarea[data-code], [data-first-control]') ?? control).focus();
      return;
    }
    tries += 1;
    if (tries < MOST_FRAMES) frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
}

function fieldAt(root: HTMLElement | null, pointer: string): HTMLElement | null {
  if (!root) return null;
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = root.querySelector<HTMLElement>(`[data-field="${CSS.escape(at)}"]`);
    if (found) return found;
  }
  return null;
}
