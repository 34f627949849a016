import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

export type DraftName = {
  text: string;
  /** What was refused when the field was left; null when nothing was. */
  refused: string | null;
  write: (text: string) => void;
  /** Takes what is written, or goes back to the name. */
  leave: () => void;
  /** Enter takes what is written, and so do the keys that save or run what is drawn: they mean it as it stands in the field. Escape gives it up. */
  onKeyDown: (event: KeyboardEvent) => void;
};

/** What is being written in the place of a name, which takes it only when the field is entered or left, in whatever way. */
export function useDraftName(name: string, isFit: (text: string) => boolean, onName: (name: string) => void): DraftName {
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [known, setKnown] = useState(name);
  // Named by another hand (undo, say): that stands.
  if (name !== known) {
    setKnown(name);
    setDraft(null);
    setRefused(null);
  }

  const givenUp = useRef(false);
  const isOpen = draft !== null && draft !== name;
  const take = (): void => {
    if (isOpen && !givenUp.current && isFit(draft)) onName(draft);
  };
  // A field that goes while it is written in, as when another step is selected by key, is left without being told.
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => () => latest.current(), []);

  // The field may be left before this is rendered: nothing is taken then.
  const giveUp = (): void => {
    givenUp.current = true;
    setRefused(null);
    setDraft(null);
  };

  return {
    text: draft ?? name,
    refused,
    write(text) {
      givenUp.current = false;
      setRefused(null);
      setDraft(text);
    },
    leave() {
      if (givenUp.current) return;
      if (isOpen && !isFit(draft)) {
        setRefused(draft);
        setDraft(null);
        return;
      }
      take();
      if (!isOpen) setDraft(null);
    },
    onKeyDown(event) {
      if (event.nativeEvent.isComposing) return;
      // What hears of Escape takes the focus to the step, and the field is left by that.
      if (event.key === 'Escape') giveUp();
      else if (event.key === 'Enter' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's')) take();
    },
  };
}
