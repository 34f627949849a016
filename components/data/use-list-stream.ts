'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followLists } from './list-stream.ts';
import { keys } from './query-keys.ts';
import { restartRunStream } from './use-run-stream.ts';

/** Opens the stream behind all lists. Mounted once, by the shell. */
export function useListStream(): void {
  const client = useQueryClient();
  useEffect(() => {
    const stream = followLists(client, (frame) => {
      if (frame.status === 'running') restartRunStream(client, frame.id);
      void client.invalidateQueries({ queryKey: keys.runs.one(frame.id), exact: true });
    });
    return () => stream.close();
  }, [client]);
}
