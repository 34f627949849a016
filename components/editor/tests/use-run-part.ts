'use client';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { partNode, refsIn, wholeValue, type Json, type JsonObject, type RunPart, type StartDefinitionRun } from '@/engine/index.ts';
import { api } from '../../data/api.ts';
import { ApiError } from '../../data/api-error.ts';
import { newId } from '../../data/new-id.ts';
import { keys } from '../../data/query-keys.ts';
import { type DesignTranslate, useDesignT } from '../../i18n/use-design-t.ts';
import { resultOf, type LastRun } from '../../inspector/model/last-run.ts';
import { readLastRuns } from '../../inspector/model/use-last-run.ts';
import { toast } from '../../ui/toast.tsx';
import { definitionOf, selectionOf, useEditorSetting, type EditorSetting } from '../store.ts';
import { entryOf, partData, preparedPart, readsInput, varRun, type PartData } from './part-request.ts';
import { optionsFor, useTestInput, useTestOptions, type KeptInput, type TestOptions } from './test-options.ts';

type Kept = { input: KeptInput | null; options: TestOptions };

/** Starts a test run of a part of what stands on the canvas, and lays its results over it. */
export function useRunPart(slug: string): (part: RunPart, input?: KeptInput) => void {
  const t = useDesignT();
  const client = useQueryClient();
  const setting = useEditorSetting();
  const [input] = useTestInput(setting.workflowId);
  const [options] = useTestOptions(setting.workflowId);
  const kept = useRef<Kept>({ input, options });
  useEffect(() => void (kept.current = { input, options }), [input, options]);
  const busy = useRef(false);
  return useCallback((part, said) => {
    // A key that is held down is one wish.
    if (busy.current) return;
    busy.current = true;
    void startPart(part, { client, setting, slug, kept: said === undefined ? kept.current : { ...kept.current, input: said }, t }).catch((error: unknown) => toast.error(error)).finally(() => (busy.current = false));
  }, [client, setting, slug, t]);
}

type Setting = { client: QueryClient; setting: EditorSetting; slug: string; kept: Kept; t: DesignTranslate };

async function startPart(part: RunPart, { client, setting, slug, kept, t }: Setting): Promise<void> {
  const { store, catalogue, workflowId } = setting;
  const definition = definitionOf(store.getState());
  const selected = selectionOf(store.getState());
  const runs = await readLastRuns(client, workflowId, catalogue);
  const options = optionsFor(kept.options, definition, catalogue);
  const data = partData(definition, catalogue, part, runs);
  const prepared = preparedPart(definition, catalogue, part, data, options);
  if (!prepared.ok) {
    const { why, nodes, message } = prepared.refusal;
    if (why === 'missing_data') return store.getState().open({ kind: 'missing', node: partNode(part), missing: nodes });
    return toast.info(why === 'undo' ? t('editor.partUndo') : why === 'disabled' ? t('editor.partDisabled') : message);
  }
  const whole = await wholeData(client, data, runs);
  const input = kept.input ?? (await firstInput(client, slug, runs));
  const entry = entryOf(prepared.run, input);
  const body: StartDefinitionRun = { definition, workflow: workflowId, part, usePinned: true, input: input.input, ...(entry === undefined ? {} : { entry }), ...whole, ...options, idempotencyKey: newId() };
  try {
    const run = await api.runs.startDefinition(body);
    store.getState().watch(run.id);
    // Whoever has gone on to another step meanwhile stays with it.
    if (selectionOf(store.getState()) === selected) store.getState().lookAt(partNode(part), '/output');
    void client.invalidateQueries({ queryKey: keys.runs.lists });
  } catch (error) {
    // What it is started with is to be said by a person: the window for it opens, with what was wrong as it is.
    if (error instanceof ApiError && error.code === 'invalid_input' && readsInput(definition, catalogue, part)) return store.getState().open({ kind: 'run', part });
    throw error;
  }
}

/** Nobody has said one yet: that of the last run, or the sample of the example. */
async function firstInput(client: QueryClient, slug: string, runs: readonly LastRun[]): Promise<KeptInput> {
  const whole = runs.find((run) => run.state.part === null) ?? runs[0];
  if (whole !== undefined && refsIn(whole.state.input).length === 0) return { input: whole.state.input };
  const templates = await client.fetchQuery({ queryKey: keys.templates, queryFn: () => api.templates.list(), staleTime: Infinity }).catch(() => null);
  return { input: templates?.items.find((template) => template.slug === slug)?.sampleInput ?? {} };
}

/** Large values are only told of in a history: what is handed on has them whole. */
async function wholeData(client: QueryClient, data: PartData, runs: readonly LastRun[]): Promise<PartData> {
  const outputs: JsonObject = {};
  for (const [id, output] of Object.entries(data.outputs)) outputs[id] = await read(client, resultOf(runs, id)?.run.id ?? '', output);
  const vars: JsonObject = {};
  for (const [name, value] of Object.entries(data.vars)) vars[name] = await read(client, varRun(runs, name)?.id ?? '', value);
  return { outputs, vars };
}

async function read(client: QueryClient, run: string, value: Json): Promise<Json> {
  const refs = refsIn(value);
  if (refs.length === 0) return value;
  const parts = new Map<string, Json>();
  for (const { hash } of refs) parts.set(hash, await client.fetchQuery({ queryKey: keys.runs.values(run, [hash]), queryFn: () => api.runs.value(run, hash), staleTime: Infinity }));
  return wholeValue(value, (ref) => parts.get(ref.hash));
}
