'use client';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useT } from '../i18n/use-t.tsx';
import { IconButton } from './button.tsx';
import { useErrorFace, type ErrorFace } from './error-state.tsx';

type ToastItem = { id: number; kind: 'ok' | 'info' | 'bad'; title: ReactNode; error?: unknown; action?: { label: string; onSelect: () => void } };

const store = createStore<{ items: readonly ToastItem[] }>(() => ({ items: [] }));
let nextId = 1;

function push(item: Omit<ToastItem, 'id'>): void {
  // Three at most: more than that nobody reads, and a loop of errors must not fill the screen.
  store.setState(({ items }) => ({ items: [...items.slice(-2), { ...item, id: nextId++ }] }));
}

/** Says something for a few seconds. What a person must act on does not belong here. */
export const toast = {
  ok: (title: ReactNode, action?: ToastItem['action']) => push({ kind: 'ok', title, ...(action ? { action } : {}) }),
  info: (title: ReactNode, action?: ToastItem['action']) => push({ kind: 'info', title, ...(action ? { action } : {}) }),
  /** Anything that was thrown; told as what, where and what next. */
  error: (error: unknown, title?: ReactNode) => push({ kind: 'bad', title: title ?? null, error }),
};

export function Toaster() {
  const t = useT();
  const items = useStore(store, (value) => value.items);
  return (
    <Radix.Provider swipeDirection="right" label={t('common.notifications')} duration={6_000}>
      {items.map((item) => (
        <ToastView key={item.id} item={item} />
      ))}
      <Radix.Viewport className="fixed bottom-16 right-0 z-50 flex w-[380px] max-w-full flex-col gap-2 p-4 outline-none sm:bottom-0" />
    </Radix.Provider>
  );
}

function ToastView({ item }: { item: ToastItem }) {
  const t = useT();
  const told = useErrorFace(item.error);
  const face = item.error === undefined ? null : told;
  return (
    <Radix.Root
      type={item.kind === 'bad' ? 'foreground' : 'background'}
      onOpenChange={(open) => !open && store.setState(({ items }) => ({ items: items.filter(({ id }) => id !== item.id) }))}
      className="flex animate-in items-start gap-2.5 rounded-lg border border-line bg-surface p-3 shadow-float"
    >
      {item.kind === 'bad' ? <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden /> : item.kind === 'ok' ? <CircleCheck className="mt-0.5 size-4 shrink-0 text-ok" aria-hidden /> : null}
      <div className="min-w-0 flex-1 break-words">
        <Radix.Title className="font-medium">{item.title ?? face?.title}</Radix.Title>
        {face && <Radix.Description className="mt-0.5 text-ink-2">{face.detail === null ? face.next : <Detail face={face} titled={item.title !== null} />}</Radix.Description>}
        {item.action && (
          <Radix.Action asChild altText={item.action.label}>
            <button type="button" className="mt-1.5 font-medium text-accent hover:underline" onClick={item.action.onSelect}>
              {item.action.label}
            </button>
          </Radix.Action>
        )}
      </div>
      <Radix.Close asChild>
        <IconButton label={t('common.dismiss')} size="sm" className="-mr-1 -mt-1">
          <X aria-hidden />
        </IconButton>
      </Radix.Close>
    </Radix.Root>
  );
}

/** A sentence in another language stands behind what it is about, also where the toast has a title of its own. */
function Detail({ face: { title, detail, lang }, titled }: { face: ErrorFace; titled: boolean }) {
  return lang === undefined ? detail : <>{titled && `${title}：`}<span lang={lang}>{detail}</span></>;
}
