'use client';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { THEME_COOKIE, type Theme } from './theme-choice.ts';

const ThemeContext = createContext<{ theme: Theme; choose: (theme: Theme) => void }>({ theme: 'system', choose: () => {} });

/** Holds the reader's choice. The server wrote it into `data-theme` already, so nothing flashes. */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setTheme] = useState(initial);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  function choose(next: Theme): void {
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`;
    setTheme(next);
  }
  return <ThemeContext value={{ theme, choose }}>{children}</ThemeContext>;
}

export function useTheme() {
  return useContext(ThemeContext);
}
