/**
 * The beginning of a text, of whole characters: half of one (of an emoji, of a rare Chinese character) could not be kept.
 * @param most in UTF-16 units, as `length` counts
 */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}
