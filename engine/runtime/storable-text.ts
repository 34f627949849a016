/** A text that a history can hold: NUL and halves of pairs stand as replacement characters. */
export function storableText(text: string): string {
  return text.replaceAll(/\0|\p{Surrogate}/gu, '\ufffd');
}
