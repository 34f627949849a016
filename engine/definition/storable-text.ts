/** Whether a history can hold a text: Postgres takes no NUL, and half of a surrogate pair is no character. */
export function isStorable(text: string): boolean {
  // Several times as fast as a regular expression, and this runs for each text of each event.
  return text.isWellFormed() && !text.includes('\0');
}

/** A text that a history can hold: NUL and halves of pairs stand as replacement characters. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
