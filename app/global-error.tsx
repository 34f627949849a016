'use client';
import { common } from '@/components/i18n/messages/common.ts';
import { shell } from '@/components/i18n/messages/shell.ts';
import './globals.css';

/**
 * What is shown when the frame of every page stumbles itself. Theme, language and everything else that the frame gives
 * are not there, so it says its words in both languages and loads the page anew.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="bg-canvas text-ink">
        <title>{shell.product.en}</title>
        <main role="alert" className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-3 p-6 text-center">
          <h1 className="text-lg font-semibold">{shell.crashed.en}</h1>
          <p>{shell.crashedHint.en}</p>
          <p lang="zh-CN">{shell.crashed.zh} {shell.crashedHint.zh}</p>
          <p className="break-words font-mono text-xs text-ink-3">{error.digest ?? error.message}</p>
          <button type="button" className="h-9 rounded-md border border-line bg-surface px-4 text-sm font-medium focus-visible:outline-2 focus-visible:outline-offset-2" onClick={() => location.reload()}>
            {common.reload.en} <span lang="zh-CN">{common.reload.zh}</span>
          </button>
        </main>
      </body>
    </html>
  );
}
