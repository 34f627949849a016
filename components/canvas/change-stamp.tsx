import { Diff, Minus, Move, Palette, Pencil, Plus, type LucideIcon } from 'lucide-react';
import { useCanvasSetting } from './canvas-context.ts';
import type { ChangeMark } from './changes.ts';

export const CHANGE_ICONS: Readonly<Record<ChangeMark, LucideIcon>> = { added: Plus, changed: Pencil, removed: Minus, moved: Move, drawn: Palette, onlyA: Minus, onlyB: Plus, differs: Diff };

/** What became of it, with a sign and a word beside the colour. Where there is no room the word is for those who hear it. */
export function ChangeStamp({ change, brief = false }: { change: ChangeMark; brief?: boolean }) {
  const { words } = useCanvasSetting();
  const Icon = CHANGE_ICONS[change];
  const word = words.change(change);
  return (
    <span className="hc-change" data-change={change} data-brief={brief || undefined} {...(brief ? { role: 'img', 'aria-label': word, title: word } : {})}>
      <Icon size={11} strokeWidth={2.4} aria-hidden />
      {!brief && word}
    </span>
  );
}
