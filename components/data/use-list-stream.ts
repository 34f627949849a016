'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followLists } from './list-stream.ts';
import { restartRunStream } from './open-runs.ts';

/** Opens the stream behind all lists. Mounted once, by the shell. */
export function useListStream(): void {
  const client = useQueryClient();
  useEffect(() => {
    // The page of a run follows the run itself, by its own stream: here it is only woken when a retry reopened the run.
    const stream = followLists(client, (frame) => {
      if (frame.status === 'running') restartRunStream(client, frame.id, frame.generation);
    });
    return () => stream.close();
  }, [client]);
}
