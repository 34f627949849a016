'use client';
import { KeyRound, RefreshCw, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Trigger } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { toast } from '../ui/toast.tsx';
import { CopyLine } from './copy-line.tsx';
import { hookCurl } from './hook-code.ts';
import { useChangeTrigger, useSetHookSecret } from './use-triggers.ts';

type Asked = 'renew' | 'secret' | 'removeSecret';
const QUESTIONS = {
  renew: { title: 'triggers.renewTitle', consequence: 'triggers.renewConsequence', confirm: 'triggers.renew' },
  secret: { title: 'triggers.renewSecretTitle', consequence: 'triggers.renewSecretConsequence', confirm: 'triggers.renewSecret' },
  removeSecret: { title: 'triggers.removeSecretTitle', consequence: 'triggers.removeSecretConsequence', confirm: 'triggers.removeSecret' },
} as const;

/** Where a webhook is reached and what it is secured by. */
export function HookSettings({ trigger, webhook, readOnly }: { trigger: Trigger; webhook: NonNullable<Trigger['webhook']>; readOnly: boolean }) {
  const t = useT();
  const change = useChangeTrigger();
  const setSecret = useSetHookSecret();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const url = `${window.location.origin}${webhook.path}`;
  const signed = webhook.secretSince !== null;
  const makeSecret = async (): Promise<void> => setTold((await setSecret.mutateAsync(trigger.id)).secret);
  const question = asked === null ? null : QUESTIONS[asked];
  return (
    <>
      <Part title={t('triggers.address')}>
        <CopyLine text={url} label={t('triggers.copyAddress')} testId="hook-url" />
        {!readOnly && <Button size="sm" icon={<RefreshCw aria-hidden />} onClick={() => setAsked('renew')}>{t('triggers.renew')}</Button>}
      </Part>
      <Part title={t('triggers.secret')}>
        <p className="text-sm text-ink-2">{t(signed ? 'triggers.secretSince' : 'triggers.secretNone')}</p>
        {told !== null && (
          <div className="space-y-1" role="status">
            <CopyLine text={told} label={t('triggers.copySecret')} testId="hook-secret" />
            <p className="text-sm text-warn">{t('triggers.secretOnce')}</p>
          </div>
        )}
        {!readOnly && (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" icon={<KeyRound aria-hidden />} busy={setSecret.isPending && asked === null} onClick={() => (signed ? setAsked('secret') : void makeSecret().catch((error: unknown) => toast.error(error)))}>{t(signed ? 'triggers.renewSecret' : 'triggers.setSecret')}</Button>
            {signed && <Button size="sm" variant="danger" icon={<Trash2 aria-hidden />} onClick={() => setAsked('removeSecret')}>{t('triggers.removeSecret')}</Button>}
          </div>
        )}
      </Part>
      <Part title={t('triggers.example')}>
        <CopyLine text={hookCurl(url, signed)} label={t('triggers.copyExample')} />
      </Part>
      {question !== null && (
        <ConfirmDialog
          open
          danger={asked !== 'secret'}
          onClose={() => setAsked(null)}
          title={t(question.title, { name: trigger.name })}
          consequence={t(question.consequence)}
          confirmLabel={t(question.confirm)}
          onConfirm={async () => {
            if (asked === 'secret') return await makeSecret();
            await change.mutateAsync({ what: asked === 'renew' ? 'renew' : 'removeSecret', id: trigger.id });
            if (asked === 'removeSecret') setTold(null);
          }}
        />
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="space-y-1.5">
      <p className="text-sm font-medium text-ink-2">{title}</p>
      {children}
    </div>
  );
}
