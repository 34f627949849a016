'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followLists } from './list-stream.ts';
import { restartRunStream } from './open-runs.ts';

/** Opens the stream behind all lists. Mounted once, by the shell. @param onTold the same function as long as it is mounted */
export function useListStream(onTold: (id: string, told: 'reminded' | 'escalated') => void): void {
  const client = useQueryClient();
  useEffect(() => {
    // The page of a run follows the run itself, by its own stream: here it is only woken when a retry reopened the run.
    const onRun: Parameters<typeof followLists>[1]['onRun'] = (frame) => {
      if (frame.status === 'running') restartRunStream(client, frame.id, frame.generation);
    };
    const stream = followLists(client, { onRun, onTold });
    return () => stream.close();
  }, [client, onTold]);
}
