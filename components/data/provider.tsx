'use client';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiError } from './api-error.ts';
import { connection } from './connection.ts';

/** Lists are kept fresh by the stream, not by time: nothing is fetched again because it grew old or a window was focused. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, gcTime: 300_000, refetchOnWindowFocus: false, retry: (count, error) => error instanceof ApiError && error.isTransient && count < 3, retryDelay: (count) => Math.min(500 * 2 ** count, 5_000) },
      mutations: { retry: false },
    },
    queryCache: new QueryCache({ onSuccess: () => connection.heard(), onError: notice }),
    mutationCache: new MutationCache({ onSuccess: () => connection.heard(), onError: notice }),
  });
}

function notice(error: unknown): void {
  if (error instanceof ApiError && error.code === 'unreachable') connection.missed();
  else connection.heard();
}

export function DataProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
