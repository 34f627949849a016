import { approvals } from './messages/approvals.ts';
import { backTest } from './messages/back-test.ts';
import { changes } from './messages/changes.ts';
import { common } from './messages/common.ts';
import { compare } from './messages/compare.ts';
import { designer } from './messages/designer.ts';
import { editor } from './messages/editor.ts';
import { errors } from './messages/errors.ts';
import { forms } from './messages/forms.ts';
import { inspector } from './messages/inspector.ts';
import { list } from './messages/list.ts';
import { runs } from './messages/runs.ts';
import { settings } from './messages/settings.ts';
import { shell } from './messages/shell.ts';
import { status } from './messages/status.ts';
import { workers } from './messages/workers.ts';
import { workflows } from './messages/workflows.ts';

/** Every text of the interface, by area. Each area is a file; an area belongs to who draws it. */
export const catalogue = { common, shell, status, errors, forms, workflows, editor, designer, inspector, backTest, runs, changes, compare, list, approvals, workers, settings } as const;

export type Catalogue = typeof catalogue;
export type Area = keyof Catalogue;
export type MessageKey = { [A in Area]: `${A}.${Extract<keyof Catalogue[A], string>}` }[Area];
