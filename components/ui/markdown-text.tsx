import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { headingLevels } from './heading-levels.ts';

/* HTML in the text stays text, and addresses other than http, https and mailto are dropped: what is shown may come from anyone. */
const linkedParts = {
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  // An image would tell its server who reads what, and when.
  img: ({ alt, src }) => (typeof src === 'string' ? <Link href={src}>{alt || src}</Link> : <>{alt}</>),
} satisfies Components;

/** What was dropped of an address leaves its words. */
function Link({ href, children }: { href: string | undefined; children?: ReactNode }) {
  if (href === undefined || href === '') return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className="text-accent underline underline-offset-2">
      {children}
    </a>
  );
}

const components: Components = {
  ...linkedParts,
  h1: ({ children }) => <h3 className="text-lg font-semibold">{children}</h3>,
  h2: ({ children }) => <h4 className="text-md font-semibold">{children}</h4>,
  h3: ({ children }) => <h5 className="font-semibold">{children}</h5>,
  h4: ({ children }) => <h6 className="font-semibold">{children}</h6>,
  ul: ({ children }) => <ul className="list-disc space-y-1 pl-5">{children}</ul>,
  ol: ({ children }) => <ol className="list-decimal space-y-1 pl-5">{children}</ol>,
  blockquote: ({ children }) => <blockquote className="border-l-2 border-line-strong pl-3 text-ink-2">{children}</blockquote>,
  hr: () => <hr className="border-line" />,
  code: ({ children }) => <code className="rounded-xs bg-sunken px-1 py-px">{children}</code>,
  pre: ({ children }) => <pre className="overflow-x-auto rounded-md border border-line bg-sunken p-2.5 [&_code]:bg-transparent [&_code]:p-0">{children}</pre>,
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table className="tabular w-full border-collapse">{children}</table>
    </div>
  ),
  th: ({ children, style }) => (
    <th style={style} className="py-[7px] pr-3 text-left font-medium text-ink-2 last:pr-0">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="border-t border-line py-[7px] pr-3 align-top last:pr-0">
      {children}
    </td>
  ),
  input: ({ checked }) => <input type="checkbox" checked={checked === true} readOnly tabIndex={-1} className="mr-1.5" />,
};

const PROSE = [remarkGfm, headingLevels];
const NOTE = [remarkGfm];

/** The reader of markdown, in a file of its own: it is larger than most pages, and fetched where something is to be read. */
export function MarkdownText({ text, note }: { text: string; note: boolean }) {
  return (
    <ReactMarkdown remarkPlugins={note ? NOTE : PROSE} components={note ? linkedParts : components} disallowedElements={['iframe', 'script', 'style']}>
      {text}
    </ReactMarkdown>
  );
}
