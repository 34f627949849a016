'use client';
import { ChevronRight, X } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useWholeValue } from '@/components/data/hooks.ts';
import { jsonReason } from '@/components/i18n/json-reason.ts';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { Pill } from '@/components/ui/badge.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { Textarea } from '@/components/ui/input.tsx';
import { SchemaForm } from '@/components/ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '@/components/ui/schema-form/use-schema-form.ts';
import { Skeleton } from '@/components/ui/states.tsx';
import { Select } from '@/components/ui/select.tsx';
import { canonicalJson, isJsonObject, pointerToken, refsIn, refsTold, type Definition, type ForkEdits as Value, type Json, type JsonObject, type RunState } from '@/engine/index.ts';
import { nodeName, useRunView } from '../model/run-view.ts';
import { asOverridden, changeableNodes } from './changed-params.ts';
import { cutSteps } from './cut-options.ts';
import { beginningAt, changedOutputs, folded, NO_OUTPUTS, withOutput, withoutOutput, type OutputTexts } from './output-texts.ts';
import { ParamsForm } from './params-form.tsx';

/** What is changed of the past; `unread` while a text is not JSON, or an input breaks its schema. */
export type Edits = { value: Value; unread: boolean };
type Problem = { pointer: string; message: string };
type Props = {
  definition: Definition;
  state: RunState;
  problems: readonly Problem[];
  /** What a part begins with when it is opened: the step and the node the fork was begun at. */
  first: { output: string | null; params: string | null };
  onChange: (edits: Edits) => void;
};

/** Input, outputs, variables and parameters, each folded away until it is wanted. */
export function ForkEdits({ definition, state, problems, first, onChange }: Props) {
  const t = useT();
  const [input, setInput] = useState<Json | undefined>(undefined);
  const [inputBad, setInputBad] = useState(false);
  const [written, setWritten] = useState(NO_OUTPUTS);
  const [vars, setVars] = useState('');
  const [params, setParams] = useState<Readonly<Record<string, JsonObject>>>({});
  const textOf = (path: string): string => outputText(state.steps.get(path)?.output ?? null);
  // The fork may be made to begin elsewhere, behind an open part.
  const outputs = beginningAt(written, first.output, textOf);
  if (outputs !== written) setWritten(outputs);
  const changeable = first.params !== null && changeableNodes(definition).some(({ id }) => id === first.params) ? first.params : null;
  const foldParams = (open: boolean): void => {
    const chosen = Object.values(params);
    if (open && changeable !== null && chosen.every((changed) => Object.keys(changed).length === 0)) setParams({ [changeable]: {} });
  };

  const readOutputs = Object.entries(changedOutputs(outputs)).map(([path, text]) => [path, readJson(text)] as const);
  const readVars = vars.trim() === '' ? null : readJson(vars);
  const varsBad = readVars !== null && (readVars === undefined || !isJsonObject(readVars));
  const unread = inputBad || varsBad || readOutputs.some(([, value]) => value === undefined);
  const value: Value = {
    ...(input === undefined ? {} : { input }),
    ...(readOutputs.length === 0 ? {} : { outputs: Object.fromEntries(readOutputs.map(([path, read]) => [path, read ?? null])) }),
    ...(readVars !== null && isJsonObject(readVars) ? { vars: readVars } : {}),
    ...(Object.values(params).some((changed) => Object.keys(changed).length > 0) ? { params: Object.fromEntries(Object.entries(params).filter(([, changed]) => Object.keys(changed).length > 0)) } : {}),
  };
  const told = useRef(onChange);
  useEffect(() => {
    told.current = onChange;
  });
  const text = JSON.stringify([value, unread]);
  useEffect(() => {
    const [next, bad] = JSON.parse(text) as [Value, boolean];
    told.current({ value: next, unread: bad });
  }, [text]);

  return (
    <section aria-label={t('changes.editHead')}>
      <p className="mb-1.5 font-medium">{t('changes.editHead')} <span className="font-normal text-ink-3">{t('changes.editHint')}</span></p>
      <div className="divide-y divide-line rounded-lg border border-line">
        <Part title={t('changes.input')} changed={input !== undefined}>
          <InputEdit definition={definition} state={state} onInput={setInput} onBad={setInputBad} problem={at(problems, '/edits/input')} />
        </Part>
        <Part title={t('changes.outputs')} changed={readOutputs.length > 0} onFold={(open) => setWritten(folded(outputs, open, textOf))}>
          <OutputEdits state={state} outputs={outputs} problems={problems} textOf={textOf} onChange={setWritten} />
        </Part>
        <Part title={t('changes.params')} changed={value.params !== undefined} onFold={foldParams}>
          <ParamEdits definition={definition} state={state} params={params} problems={problems} onChange={setParams} />
        </Part>
        <Part title={t('changes.vars')} changed={vars.trim() !== ''}>
          <JsonText label={t('changes.vars')} hint={t('changes.varsHint')} text={vars} onText={setVars} bad={varsBad} placeholder={JSON.stringify(refsTold(state.vars.at(-1)?.values ?? {}))} />
        </Part>
      </div>
    </section>
  );
}

function Part({ title, changed, onFold, children }: { title: string; changed: boolean; onFold?: (open: boolean) => void; children: ReactNode }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button type="button" aria-expanded={open} onClick={() => (setOpen(!open), onFold?.(!open))} className="flex min-h-9 w-full items-center gap-1.5 px-2.5 text-left hover:bg-hover">
        <ChevronRight className={cx('size-3.5 text-ink-3 transition-transform duration-(--fast)', open && 'rotate-90')} aria-hidden />
        <span className="flex-1">{title}</span>
        {changed && <Pill tone="accent">{t('changes.changed')}</Pill>}
      </button>
      {/* Hidden and not taken away: what was typed stays when it is folded. */}
      <div hidden={!open} className="px-3.5 pb-3.5 pt-1">{children}</div>
    </div>
  );
}

type InputEditProps = { definition: Definition; onInput: (input: Json | undefined) => void; onBad: (bad: boolean) => void; problem: string | null };

/** What is edited is the value itself: a large one is read first. */
function InputEdit({ state, ...props }: InputEditProps & { state: RunState }) {
  const t = useT();
  const { runId } = useRunView();
  const whole = useWholeValue(runId, state.input);
  if (whole.data !== undefined) return <InputForm {...props} given={whole.data} />;
  return whole.error ? <ErrorNote error={whole.error} /> : <div role="status" aria-label={t('common.loading')}><Skeleton className="h-16 w-full" /></div>;
}

function InputForm({ definition, given, onInput, onBad, problem }: InputEditProps & { given: Json }) {
  const form = useSchemaForm(isJsonObject(definition.input) ? definition.input : ({} as JsonObject), given);
  const [began] = useState(() => canonicalJson(form.value ?? null));
  const now = canonicalJson(form.value ?? null);
  const bad = form.problems.length > 0;
  useEffect(() => {
    onInput(now === began ? undefined : (JSON.parse(now) as Json));
    onBad(now !== began && bad);
  }, [now, began, bad, onInput, onBad]);
  return <><SchemaForm form={form} allowJson />{problem !== null && <FieldError>{problem}</FieldError>}</>;
}

function OutputEdits({ state, outputs, problems, textOf, onChange }: { state: RunState; outputs: OutputTexts; problems: readonly Problem[]; textOf: (path: string) => string; onChange: (outputs: OutputTexts) => void }) {
  const t = useT();
  const view = useRunView();
  const { texts, begun } = outputs;
  const steps = cutSteps(state).filter((step) => step.path === begun || !Object.hasOwn(texts, step.path));
  return (
    <div className="space-y-3">
      {Object.entries(texts).map(([path, text]) => (
        <div key={path} className="relative">
          <JsonText label={path} mono hint={t(path === begun ? 'changes.outputBegun' : 'changes.outputHint')} text={text} onText={(next) => onChange(withOutput(outputs, path, next))} bad={readJson(text) === undefined} error={at(problems, `/edits/outputs/${pointerToken(path)}`)} />
          <IconButton label={t('changes.undoEdit', { step: path })} size="sm" className="!absolute -right-1 -top-1" onClick={() => onChange(withoutOutput(outputs, path))}><X aria-hidden /></IconButton>
        </div>
      ))}
      {steps.length > 0 && <Select label={t('changes.chooseStep')} placeholder={Object.keys(changedOutputs(outputs)).length === 0 ? t('changes.chooseStep') : t('changes.alsoStep')} className="w-full" value={null} onChange={(path) => onChange(withOutput(outputs, path, textOf(path)))} options={steps.map((step) => ({ value: step.path, label: step.path === step.node ? nodeName(view, step.node) : step.path }))} />}
    </div>
  );
}

/** What one begins with. A large output is not drawn into a text: whoever replaces it writes another. */
function outputText(output: Json): string {
  return refsIn(output).length > 0 ? 'null' : JSON.stringify(output, null, 2);
}

function ParamEdits({ definition, state, params, problems, onChange }: { definition: Definition; state: RunState; params: Readonly<Record<string, JsonObject>>; problems: readonly Problem[]; onChange: (params: Readonly<Record<string, JsonObject>>) => void }) {
  const t = useT();
  const view = useRunView();
  const [document] = useState(() => asOverridden(definition, state.workflow, state.overrides));
  const nodes = changeableNodes(definition).filter(({ id }) => !(id in params));
  return (
    <div className="space-y-4">
      {Object.keys(params).map((id) => {
        const pointer = `/edits/params/${pointerToken(id)}`;
        const own = problems.find((problem) => problem.pointer === pointer);
        const findings = problems.filter((problem) => problem.pointer.startsWith(`${pointer}/`)).map(({ pointer: place, message }) => ({ severity: 'error' as const, code: 'invalid_params', message, pointer: place, node: id, at: `/params${place.slice(pointer.length)}` }));
        return (
          <section key={id} aria-label={nodeName(view, id)} className="rounded-md border border-line p-3">
            <header className="mb-2 flex items-center gap-2">
              <h4 className="min-w-0 flex-1 truncate font-medium">{nodeName(view, id)}</h4>
              <IconButton label={t('changes.undoEdit', { step: nodeName(view, id) })} size="sm" onClick={() => onChange(Object.fromEntries(Object.entries(params).filter(([other]) => other !== id)))}><X aria-hidden /></IconButton>
            </header>
            {own !== undefined && <FieldError>{own.message}</FieldError>}
            <ParamsForm document={document} node={id} findings={findings} onChange={(changed) => onChange({ ...params, [id]: changed })} />
          </section>
        );
      })}
      {nodes.length > 0 && <Select label={t('changes.chooseStep')} placeholder={Object.keys(params).length === 0 ? t('changes.chooseStep') : t('changes.alsoStep')} className="w-full" value={null} onChange={(id) => onChange({ ...params, [id]: {} })} options={nodes.map(({ id, name }) => ({ value: id, label: name }))} />}
    </div>
  );
}

function JsonText({ label, hint, text, onText, bad, error = null, placeholder, mono = false }: { label: string; hint: string; text: string; onText: (text: string) => void; bad: boolean; error?: string | null; placeholder?: string; mono?: boolean }) {
  const t = useT();
  const language = useLanguage();
  const id = useId();
  const wrong = bad ? t('forms.badJson', { reason: jsonReason(reasonOf(text), language) }) : error;
  return (
    <div>
      <label htmlFor={id} className={cx('mb-1.5 block pr-8 font-medium', mono && 'font-mono text-xs')}>{label}</label>
      <Textarea id={id} rows={4} spellCheck={false} className="font-mono text-xs" value={text} placeholder={placeholder} aria-invalid={wrong !== null || undefined} aria-describedby={`${id}-note`} onChange={(event) => onText(event.target.value)} />
      <div id={`${id}-note`}>{wrong !== null ? <FieldError>{wrong}</FieldError> : <p className="mt-1 text-sm text-ink-3">{hint}</p>}</div>
    </div>
  );
}

function FieldError({ children }: { children: ReactNode }) {
  return <p role="alert" className="mt-1 text-sm text-bad">{children}</p>;
}

function at(problems: readonly Problem[], pointer: string): string | null {
  return problems.find((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`))?.message ?? null;
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function reasonOf(text: string): string {
  try {
    JSON.parse(text);
    return '{ … }';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
