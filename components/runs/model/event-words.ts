import type { Translate } from '@/components/i18n/use-t.tsx';
import { formatDuration, type RunEvent } from '@/engine/index.ts';

/** What an event means, in the reader's language, where its type alone does not tell; '' for the others. */
export function eventWords(event: RunEvent, t: Translate): string {
  switch (event.type) {
    case 'run.overridden':
      return t('runs.eventOverridden', { node: event.data.node, names: Object.keys(event.data.params).join(', ') });
    case 'run.fast_forwarded':
      return t('runs.eventForwarded', { to: event.data.to });
    case 'update.received':
      return t('runs.eventUpdate', { name: event.data.name });
    case 'update.applied': {
      const names = Object.keys(event.data.vars).join(', ');
      return names === '' ? t('runs.eventUpdated', { name: event.data.name }) : t('runs.eventSetting', { name: event.data.name, names });
    }
    case 'iteration.skipped':
      return t('runs.eventSkipped', { from: event.data.from, to: event.data.to });
    case 'run.timeout_suspended':
      return t('runs.eventTimeoutSuspended');
    case 'run.timeout_continued':
      return t('runs.eventTimeoutContinued');
    case 'approval.reminded':
      // Nobody is named, or everybody who is has decided and more must agree.
      return event.data.to.length === 0 ? t('runs.eventRemindedRest', { number: event.data.number }) : t('runs.eventReminded', { number: event.data.number, who: event.data.to.join(', ') });
    case 'approval.escalated':
      return t(event.data.mode === 'add' ? 'runs.eventEscalatedAdd' : 'runs.eventEscalatedReplace', { who: event.data.to.join(', '), time: formatDuration(event.data.afterMs) });
    case 'run.yielded':
      return t('runs.eventYielded');
    case 'run.continued':
      return t('runs.eventContinued');
    default:
      return '';
  }
}
