'use client';
import './globals.css';

/**
 * What is shown when the frame of every page stumbles itself. Theme, language and everything else that the frame gives
 * are not there, so it says its words in both languages and loads the page anew.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="bg-canvas text-ink">
        <title>Heddle</title>
        <main role="alert" className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-3 p-6 text-center">
          <h1 className="text-lg font-semibold">Heddle stumbled. Your runs go on.</h1>
          <p lang="zh-CN">页面出错了，您的运行不受影响。</p>
          <p className="break-words font-mono text-xs text-ink-3">{error.digest ?? error.message}</p>
          <button type="button" className="h-9 rounded-md border border-line bg-surface px-4 text-sm font-medium focus-visible:outline-2 focus-visible:outline-offset-2" onClick={() => location.reload()}>
            Reload · <span lang="zh-CN">重新加载</span>
          </button>
        </main>
      </body>
    </html>
  );
}
