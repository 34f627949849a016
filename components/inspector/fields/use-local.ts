'use client';
import { useState } from 'react';
import type { Json } from '@/engine/index.ts';
import { sameJson } from '../model/value-text.ts';

/**
 * Keeps what is being written, which may not be a value yet, beside the value in the document. When the document changes
 * by another hand (undo, say), what is written follows.
 * @param read what is written as a value; `null` when it is none
 */
export function useLocal<T>(value: Json | undefined, write: (value: Json | undefined) => T, read: (local: T) => { value: Json | undefined } | null): [T, (local: T) => void] {
  const [local, setLocal] = useState(() => write(value));
  const [known, setKnown] = useState(value);
  if (!Object.is(value, known)) {
    setKnown(value);
    const mine = read(local);
    if (mine === null ? !sameJson(value, known) : !sameJson(mine.value, value)) setLocal(write(value));
  }
  return [local, setLocal];
}
