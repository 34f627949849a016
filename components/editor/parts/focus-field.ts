import { elementOf } from './focus-item.ts';

const INSPECTOR = '[data-testid="inspector"]';
const FIELDS = 'input, textarea, select, [contenteditable="true"], button[role="combobox"], button[role="switch"]';
/** The inspector is loaded when it is first shown. */
const FRAMES = 120;

/** Takes the keyboard to the first field of what is selected: to be called when a step is opened by key. */
export function focusFirstField(frames = FRAMES): void {
  const panel = document.querySelector(`${INSPECTOR} [role="tabpanel"][data-state="active"]`) ?? document.querySelector(INSPECTOR);
  const field = [...(panel?.querySelectorAll<HTMLElement>(FIELDS) ?? [])].find((one) => one.offsetParent !== null && !one.hasAttribute('disabled'));
  if (field !== undefined) field.focus();
  else if (frames > 0) requestAnimationFrame(() => focusFirstField(frames - 1));
}

/**
 * Takes the keyboard back from a field of the inspector to what is selected, so that Enter goes in again; to the canvas when that is not drawn.
 * @returns false when it was not there
 */
export function leaveInspector(target: EventTarget | null, selection: Iterable<string>): boolean {
  if (!(target instanceof HTMLElement) || target.closest(INSPECTOR) === null) return false;
  const [first] = selection;
  const item = first === undefined ? null : elementOf(first);
  if (item === null) target.blur();
  else item.focus({ preventScroll: true });
  return true;
}
