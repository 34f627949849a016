'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '@/components/data/query-keys.ts';
import { useMe } from '@/components/shell/use-me.ts';
import { useAction } from '@/components/ui/use-action.ts';

/** Who changes a run, and why, as far as they say so. */
type Said = { reason?: string; by?: string };

/** A change of a run that a dialog makes: it is busy meanwhile, says what went wrong, and closes when it is done. */
export function useChange(onClose: () => void) {
  const client = useQueryClient();
  const [me] = useMe();
  const [reason, setReason] = useState('');
  const { busy, error, run, forget } = useAction();
  const change = (work: (said: Said) => Promise<unknown>): Promise<void> =>
    run(async () => {
      const why = reason.trim();
      await work({ ...(why === '' ? {} : { reason: why }), ...(me === '' ? {} : { by: me }) });
      void client.invalidateQueries({ queryKey: keys.runs.lists });
      onClose();
    });
  return { reason, setReason, busy, error, forget, change };
}
