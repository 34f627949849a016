/* oxlint-disable jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by the keyboard */
'use client';
import { Check, Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { isJsonObject, type Json, type JsonObject, type Workflow } from '@/engine/index.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { defaultsOf } from '../../ui/schema-form/model.ts';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { useCopy } from '../../ui/use-copy.ts';
import { useStored } from '../../ui/use-stored.ts';
import { saveFile } from '../../workflows/save-file.ts';
import { definitionOf, useEditor } from '../store.ts';
import { curlOf, typescriptOf } from './api-code.ts';

type Kept = { input: Json; entry?: unknown };
const isKept = (value: unknown): value is Kept | null => value === null || (typeof value === 'object' && 'input' in value);

/** This workflow from outside: a command and a module that start it, with the input of the last test. */
export function ApiDialog({ workflow, onClose }: { workflow: Workflow; onClose: () => void }) {
  const t = useDesignT();
  const definition = useEditor(definitionOf);
  const [tab, setTab] = useState('curl');
  const [kept] = useStored<Kept | null>(`test-input.${workflow.id}`, null, isKept);
  const input = kept?.input ?? defaultsOf(isJsonObject(definition.input) ? definition.input : ({} as JsonObject)) ?? {};
  // Of several starts, the one that the last test took; without a word a run takes the first.
  const starts = definition.nodes.filter(({ type }) => type === 'start');
  const entry = starts.length > 1 && starts.some(({ id }) => id === kept?.entry) ? (kept?.entry as string) : null;
  const call = { origin: window.location.origin, slug: workflow.slug, input, entry };
  return (
    <Dialog open onClose={onClose} size="lg" title={t('designer.apiTitle')} description={workflow.latestVersion === null ? t('designer.apiDraft') : t('designer.apiText')}>
      <Tabs value={tab} onChange={setTab} label={t('designer.apiTitle')} tabs={[{ value: 'curl', label: t('designer.apiCurl') }, { value: 'typescript', label: t('designer.apiTypescript') }]}>
        <TabPanel value="curl"><Code text={curlOf(call)} /></TabPanel>
        <TabPanel value="typescript"><Code text={typescriptOf(call)} file={`start-${workflow.slug}.ts`} /></TabPanel>
      </Tabs>
    </Dialog>
  );
}

function Code({ text, file }: { text: string; file?: string }) {
  const t = useDesignT();
  const { copied, copy } = useCopy();
  return (
    <div className="pt-3">
      <pre tabIndex={0} className="max-h-[46dvh] overflow-auto rounded-md border border-line bg-sunken p-3 leading-[1.55]"><code>{text}</code></pre>
      <div className="mt-2.5 flex justify-end gap-2">
        {file && <Button size="sm" icon={<Download aria-hidden />} onClick={() => saveFile(file, text, 'text/typescript')}>{t('designer.download')}</Button>}
        <Button
          size="sm"
          icon={copied ? <Check className="text-ok" aria-hidden /> : <Copy aria-hidden />}
          onClick={() => copy(text)}
        >
          {copied ? t('common.copied') : t('common.copy')}
        </Button>
      </div>
    </div>
  );
}
