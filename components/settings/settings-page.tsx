'use client';
import { CircleAlert, CircleCheck, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, type ReactNode } from 'react';
import { useHealth, useReadiness } from '../data/hooks.ts';
import { LANGUAGE_NAME, LANGUAGES, type Language } from '../i18n/language.ts';
import { rememberLanguage, useLanguage, useT } from '../i18n/use-t.tsx';
import { Mark } from '../shell/mark.tsx';
import { Main, TopBar } from '../shell/page.tsx';
import { useMe, useMyGroups } from '../shell/use-me.ts';
import { Pill } from '../ui/badge.tsx';
import { Input } from '../ui/input.tsx';
import { Length } from '../ui/time.tsx';
import { useTheme } from '../ui/theme.tsx';
import type { Theme } from '../ui/theme-choice.ts';
import { Segmented } from '../ui/segmented.tsx';

export function SettingsPage() {
  const t = useT();
  const router = useRouter();
  const language = useLanguage();
  const { theme, choose } = useTheme();
  const [me, setMe] = useMe();
  const [, groups, setGroups] = useMyGroups();
  const nameId = useId();
  const groupsId = useId();
  const icon = { system: Monitor, light: Sun, dark: Moon };
  return (
    <>
      <TopBar title={t('settings.title')} />
      <Main>
        <div className="mx-auto max-w-[720px] space-y-7 px-4 py-5 sm:px-8 sm:py-7">
          <Group title={t('settings.appearance')}>
            <Row label={t('settings.theme')} hint={t('settings.themeHint')}>
              <Segmented<Theme>
                label={t('settings.theme')}
                value={theme}
                onChange={choose}
                options={(['system', 'light', 'dark'] as const).map((value) => {
                  const Icon = icon[value];
                  return { value, label: (<><Icon aria-hidden />{t(`settings.${value}`)}</>) };
                })}
              />
            </Row>
            <Row label={t('settings.language')} hint={t('settings.languageHint')}>
              <Segmented<Language>
                label={t('settings.language')}
                value={language}
                onChange={(next) => {
                  rememberLanguage(next);
                  router.refresh();
                }}
                options={LANGUAGES.map((value) => ({ value, label: <span lang={value}>{LANGUAGE_NAME[value]}</span> }))}
              />
            </Row>
          </Group>
          <Group title={t('settings.person')}>
            <Row label={<label htmlFor={nameId}>{t('settings.name')}</label>} hint={t('settings.nameHint')}>
              <Input id={nameId} value={me} maxLength={200} autoComplete="name" onChange={(event) => setMe(event.target.value)} className="sm:w-60" />
            </Row>
            <Row label={<label htmlFor={groupsId}>{t('settings.groups')}</label>} hint={t('settings.groupsHint')}>
              <Input id={groupsId} value={groups} maxLength={2_000} placeholder={t('settings.groupsPlaceholder')} onChange={(event) => setGroups(event.target.value)} className="sm:w-60" />
            </Row>
          </Group>
          <About />
        </div>
      </Main>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-lg font-semibold">{title}</h2>
      <div className="divide-y divide-line rounded-xl border border-line bg-surface shadow-card">{children}</div>
    </section>
  );
}

function Row({ label, hint, children }: { label: ReactNode; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2.5 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">{label}</p>
        {hint && <p className="text-ink-3">{hint}</p>}
      </div>
      {children}
    </div>
  );
}

function About() {
  const t = useT();
  const health = useHealth();
  const readiness = useReadiness();
  const checks = readiness.data?.checks;
  return (
    <Group title={t('settings.about')}>
      <div className="flex items-center gap-3.5 px-4 py-4">
        <Mark className="size-9" />
        <div className="min-w-0 flex-1">
          <p className="text-lg font-semibold">{t('shell.product')}</p>
          <p className="text-ink-3">{t('settings.motto')}</p>
        </div>
      </div>
      <Row label={t('settings.version')}>
        <span className="tabular text-ink-2">{health.data?.version ?? '…'}</span>
      </Row>
      <Row label={t('settings.up')}>{health.data ? <Length ms={health.data.uptimeMs} className="text-ink-2" /> : <span className="text-ink-3">…</span>}</Row>
      {(['postgres', 'redis', 'migrations'] as const).map((name) => (
        <Row key={name} label={t(`settings.${name}`)} hint={checks?.[name].ok ? t(name === 'migrations' ? 'settings.applied' : 'settings.answers') : checks?.[name].message}>
          {checks ? (
            <Pill tone={checks[name].ok ? 'ok' : 'bad'} icon={checks[name].ok ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}>
              {t(checks[name].ok ? 'settings.ready' : 'settings.notReady')}
            </Pill>
          ) : (
            <Pill tone={readiness.error ? 'bad' : 'neutral'}>{t(readiness.error ? 'settings.notReady' : 'settings.checking')}</Pill>
          )}
        </Row>
      ))}
      <div className="flex flex-wrap gap-x-5 gap-y-1 px-4 py-3.5">
        {([['/api/v1/docs', 'settings.apiDocs'], ['/api/v1/openapi.json', 'settings.openapi'], ['/api/v1/metrics', 'settings.metrics']] as const).map(([href, key]) => (
          <a key={href} href={href} target="_blank" rel="noreferrer" className="text-accent underline-offset-2 hover:underline">
            {t(key)}
          </a>
        ))}
      </div>
    </Group>
  );
}
