'use client';
import { useEffect, useState } from 'react';

/** The value as it was once it had stood still for so many ms: what is typed is not asked for letter by letter. */
export function useDebounced<T>(value: T, ms = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
