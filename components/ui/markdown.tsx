import { lazy, Suspense } from 'react';
import { patiently } from './patiently.ts';
import { cx } from './class-names.ts';

const MarkdownText = lazy(async () => ({ default: (await patiently(() => import('./markdown-text.tsx'))).MarkdownText }));

/** Prose in markdown, for a panel. Until its reader is there the text stands as it was written. */
export function Markdown({ text, className }: { text: string; className?: string }) {
  return <div className={cx('prose-heddle break-words', className)}><Read text={text} note={false} /></div>;
}

/** The same for a note on the canvas, whose sheet gives it its look. */
export function NoteMarkdown({ text }: { text: string }) {
  return <Read text={text} note />;
}

function Read({ text, note }: { text: string; note: boolean }) {
  return <Suspense fallback={<span className="whitespace-pre-wrap">{text}</span>}><MarkdownText text={text} note={note} /></Suspense>;
}
