'use client';
import type { ReactNode } from 'react';
import { DataProvider } from '../data/provider.tsx';
import type { Language } from '../i18n/language.ts';
import { LanguageProvider } from '../i18n/use-t.tsx';
import { ThemeProvider } from '../ui/theme.tsx';
import type { Theme } from '../ui/theme-choice.ts';
import { Toaster } from '../ui/toast.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';

export function Providers({ language, theme, children }: { language: Language; theme: Theme; children: ReactNode }) {
  return (
    <LanguageProvider language={language}>
      <ThemeProvider initial={theme}>
        <DataProvider>
          <TooltipProvider>
            {children}
            <Toaster />
          </TooltipProvider>
        </DataProvider>
      </ThemeProvider>
    </LanguageProvider>
  );
}
