import { approvals } from './messages/approvals.ts';
import { canvas } from './messages/canvas.ts';
import { changes } from './messages/changes.ts';
import { common } from './messages/common.ts';
import { compare } from './messages/compare.ts';
import { errors } from './messages/errors.ts';
import { forms } from './messages/forms.ts';
import { list } from './messages/list.ts';
import { runs } from './messages/runs.ts';
import { settings } from './messages/settings.ts';
import { shell } from './messages/shell.ts';
import { status } from './messages/status.ts';
import { triggers } from './messages/triggers.ts';
import { workers } from './messages/workers.ts';
import { workflows } from './messages/workflows.ts';

/** Every text that any page may show, by area. Each area is a file; an area belongs to who draws it. Those of designing are in `designCatalogue`. */
export const catalogue = { common, shell, status, errors, forms, workflows, canvas, runs, changes, compare, list, approvals, workers, settings, triggers } as const;

/** The keys of a catalogue: `area.name`. */
export type KeyOf<C> = { [A in keyof C & string]: `${A}.${Extract<keyof C[A], string>}` }[keyof C & string];
export type MessageKey = KeyOf<typeof catalogue>;
