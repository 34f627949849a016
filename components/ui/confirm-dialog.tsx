'use client';
import { useId, useState, type ReactNode } from 'react';
import { useT } from '../i18n/use-t.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorNote } from './error-state.tsx';
import { ReasonField } from './reason-field.tsx';
import { useAction } from './use-action.ts';

export type ConfirmDialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** What will happen, in a sentence, before it does. */
  consequence: ReactNode;
  confirmLabel: string;
  /** Asks for a reason, which is given to `onConfirm`; empty is allowed. */
  withReason?: boolean;
  /** What the other button says; needed where "Cancel" is what is being confirmed. */
  dismissLabel?: string;
  reasonHint?: string;
  danger?: boolean;
  /** May be asynchronous: the dialog stays open and busy, closes on success and shows what went wrong otherwise. */
  onConfirm: (reason: string) => unknown;
  children?: ReactNode;
};

export function ConfirmDialog({ open, onClose, ...rest }: ConfirmDialogProps) {
  // Mounted with each opening, so that nothing of the last time is left in it.
  return open ? <OpenConfirmDialog onClose={onClose} {...rest} /> : null;
}

function OpenConfirmDialog({ onClose, title, consequence, confirmLabel, dismissLabel, withReason = false, reasonHint, danger = false, onConfirm, children }: Omit<ConfirmDialogProps, 'open'>) {
  const t = useT();
  const id = useId();
  const [reason, setReason] = useState('');
  const { busy, error, run } = useAction();
  const confirm = (): Promise<void> =>
    run(async () => {
      await onConfirm(reason.trim());
      onClose();
    });

  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={title}
      description={consequence}
      footer={
        <>
          <Button onClick={onClose} disabled={busy}>
            {dismissLabel ?? t('common.cancel')}
          </Button>
          <Button variant={danger ? 'danger-solid' : 'primary'} busy={busy} onClick={() => void confirm()} data-testid="confirm">
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        {children}
        {withReason && <ReasonField id={id} value={reason} hint={reasonHint} onChange={setReason} />}
        {error !== null && <ErrorNote error={error} />}
      </form>
    </Dialog>
  );
}
