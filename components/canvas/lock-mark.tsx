import { Lock } from 'lucide-react';
import { useCanvasSetting } from './canvas-context.ts';

/** On a node that keeps its place. */
export function LockMark() {
  const { words } = useCanvasSetting();
  return <span className="hc-lock" role="img" aria-label={words.locked} title={words.locked}><Lock size={11} aria-hidden /></span>;
}
