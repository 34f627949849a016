'use client';
import type { Definition } from '@/engine/index.ts';
import type { ChangeName } from './changes-of.ts';
import { ForkDialog } from './fork-dialog.tsx';
import { ForwardDialog } from './forward-dialog.tsx';
import { MigrateDialog } from './migrate-dialog.tsx';
import { OverrideDialog } from './override-dialog.tsx';

export function ChangeDialog({ change, definition, onClose }: { change: ChangeName; definition: Definition; onClose: () => void }) {
  switch (change) {
    case 'fork':
    case 'reset':
      return <ForkDialog mode={change} definition={definition} onClose={onClose} />;
    case 'migrate':
      return <MigrateDialog onClose={onClose} />;
    case 'override':
    case 'retryWith':
      return <OverrideDialog definition={definition} retry={change === 'retryWith'} onClose={onClose} />;
    case 'forward':
      return <ForwardDialog definition={definition} onClose={onClose} />;
  }
}
