import type { NodeShape } from '../../definition/catalogue.ts';
import type { Json, JsonObject } from '../../definition/json.ts';
import { triggerKind } from '../../definition/triggers.ts';
import { brief } from '../subtitle.ts';

/** An interval is counted from one instant, in every time zone the same. */
const goesByInterval = (params: JsonObject): boolean => isSaid(params.every) && !isSaid(params.cron);
const isSaid = (value: Json | undefined): boolean => typeof value === 'string' && value.trim() !== '';

const SCHEDULED = { param: 'on', is: ['schedule'] };

export const startShape: NodeShape = {
  type: 'start',
  version: 1,
  kind: 'start',
  face: {
    label: 'Start',
    summary: 'Where a run enters the workflow: by hand, by the API, by a schedule or by a webhook.',
    family: 'control',
    icon: 'play',
    keywords: ['trigger', 'begin', 'entry', 'manual', 'api', 'cron', 'schedule', 'timer', 'every', 'webhook', 'hook', 'event', 'http'],
    fields: {
      on: {
        label: 'Started by',
        help: 'A schedule or a webhook starts the latest published version. By hand and by the API a run can enter by every start.',
        control: 'select',
        unsaid: 'manual',
        options: [
          { value: 'manual', label: 'By hand or by the API' },
          { value: 'schedule', label: 'A schedule' },
          { value: 'webhook', label: 'A webhook' },
        ],
      },
      cron: { label: 'Cron expression', help: 'Minute, hour, day of the month, month, day of the week: 0 9 * * 1-5 is every weekday at nine.', control: 'text', placeholder: '0 9 * * 1-5', when: SCHEDULED },
      every: { label: 'Every', help: 'Instead of a cron expression: an interval of at least 5s, counted from midnight UTC of 1 January 1970.', control: 'duration', placeholder: '15m', when: SCHEDULED },
      timezone: { label: 'Time zone', help: 'Of the cron expression. Empty means UTC.', control: 'text', placeholder: 'Europe/Berlin', when: SCHEDULED, meansNothing: goesByInterval },
      input: { label: 'Input of each run', help: 'What the run starts with. {{ scheduledAt }} stands for the instant that it is started for.', control: 'json', when: SCHEDULED },
      overlap: {
        label: 'While the run before is still open',
        control: 'select',
        unsaid: 'skip',
        when: SCHEDULED,
        options: [
          { value: 'skip', label: 'Start none' },
          { value: 'allow', label: 'Start another beside it' },
          { value: 'cancel', label: 'Cancel it and start' },
        ],
      },
      catchUp: { label: 'Make up what was missed', help: 'Every start that was missed within this time is made up. Empty makes up only the latest one.', control: 'duration', placeholder: '6h', advanced: true, when: SCHEDULED },
    },
    subtitle: (params) => {
      if (triggerKind(params) !== 'schedule') return '';
      return params.cron === undefined ? brief(params.every) : brief([params.cron, params.timezone].filter((part) => typeof part === 'string' && part !== '').join(' · '));
    },
  },
  defaults: {},
  branches: () => ['out'],
  // What starts a run is settled before there is one: nothing in it is an expression of the run.
  literalParams: ['on', 'cron', 'every', 'timezone', 'input', 'overlap', 'catchUp'],
  // What a start passes on is the run's input, whose schema the definition tells; the type alone cannot say it.
  outputSchema: () => null,
};
