import { useEffect, useRef, useState } from 'react';

export type DraftName = {
  text: string;
  /** What was refused when the field was left; null when nothing was. */
  refused: string | null;
  write: (text: string) => void;
  /** Takes what is written when it can be taken, and keeps it in the field when not. */
  enter: () => void;
  /** Takes what is written, or goes back to the name. */
  leave: () => void;
  giveUp: () => void;
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

  return {
    text: draft ?? name,
    refused,
    write(text) {
      givenUp.current = false;
      setRefused(null);
      setDraft(text);
    },
    enter: take,
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
    giveUp() {
      // The field may be left before this is rendered: nothing is taken then.
      givenUp.current = true;
      setRefused(null);
      setDraft(null);
    },
  };
}
