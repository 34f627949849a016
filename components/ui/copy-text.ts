/**
 * Puts a text on the clipboard, also on a page that came over plain HTTP from another machine, where the browser keeps
 * `navigator.clipboard` from it. @returns whether it is there now
 */
export async function copyText(text: string): Promise<boolean> {
  // The types promise it; the page may lack it all the same.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard !== undefined) {
    const written = await clipboard.writeText(text).then(() => true, () => false);
    if (written) return true;
  }
  return copySelected(text);
}

/** What browsers had before. The field stands in the top layer's dialog, if one is open, for nothing outside of it can be selected then. */
function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.cssText = 'position:fixed;inset:0 auto auto 0;opacity:0';
  (focused?.closest('[role="dialog"]') ?? document.body).append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
