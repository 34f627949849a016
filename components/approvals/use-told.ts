'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef } from 'react';
import type { Approval } from '@/engine/index.ts';
import { api } from '../data/api.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { useMe, useMyGroups } from '../shell/use-me.ts';
import { durationText } from '../ui/time-text.ts';
import { toast } from '../ui/toast.tsx';
import { clocksOfApproval } from './clocks-of.ts';
import { isMeantFor, type Told, TOLD_APART } from './told.ts';
import { MOST_NAMES } from './whose.ts';

/** Reminders that come so close to each other are told together. */
const TOGETHER_MS = 300;

/** Says it in the open page when a request reminds, or now asks, whoever sits before it. @returns to be told of each */
export function useTold(): (id: string, told: Told) => void {
  const t = useT();
  const language = useLanguage();
  const router = useRouter();
  const [me] = useMe();
  const [groups] = useMyGroups();
  const heard = useRef<{ id: string; told: Told }[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const say = useRef(async (_heard: { id: string; told: Told }[]): Promise<void> => {});

  useEffect(() => {
    const mine = (approval: Approval, told: Told): boolean => isMeantFor(approval, told, me.trim(), groups);
    const tell = (approval: Approval, told: Told): void => {
      const values = { title: approval.title, time: durationText(clocksOfApproval(approval).escalation?.afterMs ?? 0, language) };
      toast.info(told === 'escalated' ? t('approvals.asksYou', values) : t('approvals.remindsYou', values), { label: t('approvals.openRequest'), onSelect: () => router.push(`/approvals/${encodeURIComponent(approval.id)}`) });
    };
    say.current = async (changes) => {
      // A burst costs one query, not one for each of its requests.
      if (changes.length <= TOLD_APART) {
        for (const { id, told } of changes) {
          const approval = await api.approvals.get(id);
          if (mine(approval, told)) tell(approval, told);
        }
        return;
      }
      const names = [me.trim(), ...groups].filter((name) => name !== '').slice(0, MOST_NAMES);
      const { items } = await api.approvals.list({ status: 'open', limit: 500, ...(names.length > 0 ? { assignee: names } : {}) });
      const asked = items.filter((approval) => changes.some(({ id, told }) => id === approval.id && mine(approval, told)));
      if (asked.length > 0) toast.info(t('approvals.remindsOfMany', { count: asked.length }), { label: t('approvals.backToInbox'), onSelect: () => router.push('/approvals') });
    };
  });
  useEffect(() => () => {
    clearTimeout(timer.current);
    heard.current = [];
  }, []);

  return useCallback((id, told) => {
    heard.current.push({ id, told });
    if (heard.current.length > 1) return;
    timer.current = setTimeout(() => {
      const changes = heard.current;
      heard.current = [];
      // It stands in the inbox all the same.
      say.current(changes).catch(() => undefined);
    }, TOGETHER_MS);
  }, []);
}
