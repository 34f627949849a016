import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { LOCALE } from '@/components/i18n/language.ts';
import { AppShell } from '@/components/shell/app-shell.tsx';
import { readPreferences } from '@/components/shell/preferences.ts';
import { Providers } from '@/components/shell/providers.tsx';
import './globals.css';

export const metadata: Metadata = { title: { default: 'Heddle', template: '%s · Heddle' }, description: 'Draw workflows on a canvas; a durable engine runs exactly what you drew.' };

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fffefb' },
    { media: '(prefers-color-scheme: dark)', color: '#1a1c20' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { language, theme } = await readPreferences();
  return (
    <html lang={LOCALE[language]} data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <Providers language={language} theme={theme}>
          <AppShell>{children}</AppShell>
        </Providers>
      </body>
    </html>
  );
}
