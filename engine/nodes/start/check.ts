import type { ParamFault } from '../../definition/catalogue.ts';
import { applyDefaults } from '../../definition/apply-defaults.ts';
import { isJsonObject, type JsonObject } from '../../definition/json.ts';
import { validatorOf } from '../../definition/json-schema.ts';
import type { Definition } from '../../definition/schema.ts';
import { foreignExpression, scheduledInput, triggerKind } from '../../definition/triggers.ts';
import { scheduleFaults } from './schedule-faults.ts';

/** Stands in for the instant that is not known before it comes. */
const SOME_INSTANT = '2030-01-31T09:00:00.000Z';
const SCHEDULE_PARAMS = ['cron', 'every', 'timezone', 'input', 'overlap', 'catchUp'] as const;

/** Rules of a start over what starts it. */
export function checkStart(params: JsonObject, definition: Pick<Definition, 'input'>): ParamFault[] {
  if (triggerKind(params) !== 'schedule') return unused(params);
  return [...checkTimes(params), ...checkInput(params, definition)];
}

function unused(params: JsonObject): ParamFault[] {
  return SCHEDULE_PARAMS.filter((name) => params[name] !== undefined).slice(0, 1).map((name) => ({ severity: 'warning', code: 'schedule_unused', param: name, message: 'It has the settings of a schedule and is not started by one.', fix: 'Start it by a schedule, or take them away.' }));
}

function checkTimes(params: JsonObject): ParamFault[] {
  const cron = typeof params.cron === 'string' ? params.cron.trim() : '';
  const every = typeof params.every === 'string' ? params.every : '';
  if (cron === '' && every === '') return [{ severity: 'error', code: 'schedule_missing', param: 'cron', message: 'A schedule needs a cron expression or an interval.', fix: 'Write one, such as "0 9 * * 1-5" for weekdays at nine.' }];
  if (cron !== '' && every !== '') return [{ severity: 'error', code: 'schedule_both', param: 'every', message: 'A schedule goes by a cron expression or by an interval, not by both.', fix: 'Take one of them away.' }];
  // An interval is the same in every zone: what is left of one is neither shown nor judged.
  return scheduleFaults({ cron: unlessEmpty(cron), every: unlessEmpty(every), timezone: cron !== '' && typeof params.timezone === 'string' ? unlessEmpty(params.timezone) : undefined });
}

function unlessEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}

function checkInput(params: JsonObject, { input: schema }: Pick<Definition, 'input'>): ParamFault[] {
  const { input } = params;
  const foreign = foreignExpression(input);
  if (foreign !== null) return [{ severity: 'error', code: 'schedule_expression', param: 'input', message: `Nothing works out "${foreign.slice(0, 60)}" before there is a run: the input of a schedule may only ask for {{ scheduledAt }}.` }];
  if (input !== undefined && !isJsonObject(input)) return [{ severity: 'error', code: 'schedule_input_object', param: 'input', message: 'The input of a schedule is a JSON object.' }];
  if (schema === undefined) return [];
  try {
    const [problem] = validatorOf(schema).validate(applyDefaults(schema, scheduledInput(input, SOME_INSTANT)) ?? {});
    return problem === undefined ? [] : [{ severity: 'error', code: 'schedule_input', param: 'input', message: `The workflow would not take the input of this schedule. ${problem.pointer === '' ? 'input' : problem.pointer}: ${problem.message}` }];
  } catch {
    // The schema itself is wrong, which is said of the schema.
    return [];
  }
}
