'use client';
import { useEffect, useState, type ReactNode } from 'react';
import { useRunView } from '../model/run-view.ts';

/** Most runs repeat nothing: the bar is fetched by those that do, and asked for again when a lost connection is back. */
export function LaterIterationBar() {
  const { connection } = useRunView();
  const [bar, setBar] = useState<ReactNode>(null);
  const missing = bar === null;
  useEffect(() => {
    if (missing) import('./iteration-bar.tsx').then(({ IterationBar }) => setBar(<IterationBar />), () => undefined);
  }, [missing, connection]);
  return bar;
}
