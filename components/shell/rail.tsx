'use client';
import { Cpu, Layers, List, Settings, UserRoundCheck, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useOpenApprovalCount } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { CountBadge } from '../ui/badge.tsx';
import { cx } from '../ui/class-names.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { Mark } from './mark.tsx';

const PLACES = [
  { href: '/workflows', key: 'shell.workflows', icon: Layers },
  { href: '/runs', key: 'shell.runs', icon: List },
  { href: '/approvals', key: 'shell.approvals', icon: UserRoundCheck },
  { href: '/workers', key: 'shell.workers', icon: Cpu },
  { href: '/settings', key: 'shell.settings', icon: Settings },
] as const satisfies readonly { href: string; key: `shell.${string}`; icon: LucideIcon }[];

/** The way to every page: at the left, and at the foot of a phone. */
export function Rail() {
  const t = useT();
  const pathname = usePathname();
  const open = useOpenApprovalCount().data ?? 0;
  return (
    <nav aria-label={t('shell.navigation')} className="z-20 flex shrink-0 border-line bg-surface max-sm:border-t max-sm:pb-[env(safe-area-inset-bottom)] sm:w-(--rail) sm:flex-col sm:items-center sm:border-r">
      <Link href="/workflows" aria-label={t('shell.product')} className="hidden h-(--bar) w-full shrink-0 place-items-center border-b border-line outline-offset-[-2px] sm:grid">
        <Mark className="size-[26px]" />
      </Link>
      <ul className="flex flex-1 items-stretch justify-around gap-1 sm:flex-col sm:items-center sm:justify-start sm:pt-2.5">
        {PLACES.map(({ href, key, icon: Icon }) => {
          const here = pathname === href || pathname.startsWith(`${href}/`);
          const label = t(key);
          const badge = key === 'shell.approvals' ? open : 0;
          return (
            <li key={href} className="max-sm:flex-1">
              <Tooltip text={label} side="right">
                <Link
                  href={href}
                  aria-current={here ? 'page' : undefined}
                  className={cx('relative grid place-items-center transition-colors duration-(--fast) max-sm:h-14 max-sm:content-center max-sm:gap-0.5 max-sm:outline-offset-[-2px] sm:size-9 sm:rounded-[9px]', here ? 'text-accent sm:bg-accent-soft' : 'text-ink-2 hover:text-ink sm:hover:bg-hover')}
                >
                  <span className="relative">
                    <Icon className="size-[18px]" strokeWidth={1.7} aria-hidden />
                    <CountBadge count={badge} label={t('shell.openApprovals', { count: badge })} className="absolute -right-2.5 -top-2" />
                  </span>
                  <span className="text-2xs sm:sr-only">{label}</span>
                </Link>
              </Tooltip>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
