'use client';
import { CircleCheck, FileJson2, LoaderCircle, Upload } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { useCreateWorkflow } from '../data/hooks.ts';
import { useT, type Translate } from '../i18n/use-t.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-state.tsx';
import { readImport } from './read-import.ts';

type Item = { key: number; file: string } & ({ state: 'busy' } | { state: 'ok'; slug: string; name: string } | { state: 'refused'; message: string } | { state: 'failed'; error: unknown });

/** Takes files with definitions, says of each what became of it. `initial` are files dropped on the page behind. */
export function ImportDialog({ initial, onClose }: { initial: readonly File[]; onClose: () => void }) {
  const t = useT();
  const create = useCreateWorkflow();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [items, setItems] = useState<readonly Item[]>([]);
  const started = useRef(false);

  async function take(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const key = Math.random();
      setItems((current) => [...current, { key, file: file.name, state: 'busy' }]);
      const done = await importOne(file, t, create.mutateAsync);
      setItems((current) => current.map((item) => (item.key === key ? { key, file: file.name, ...done } : item)));
    }
  }
  function takeInitial(element: HTMLElement | null): void {
    if (element && !started.current && initial.length > 0) {
      started.current = true;
      void take(initial);
    }
  }

  return (
    <Dialog open onClose={onClose} title={t('workflows.importTitle')} description={t('workflows.importHint')} footer={<Button onClick={onClose}>{t('common.close')}</Button>}>
      <div ref={takeInitial} className="space-y-3">
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void take([...event.dataTransfer.files]);
          }}
          className={cx('flex flex-col items-center gap-3 rounded-lg border border-dashed px-4 py-8 text-center transition-colors duration-(--fast)', over ? 'border-accent bg-accent-soft' : 'border-field')}
        >
          <Upload className="size-6 text-ink-3" aria-hidden />
          <p className="text-ink-2">{t('workflows.drop')}</p>
          <Button size="sm" onClick={() => picker.current?.click()}>
            {t('workflows.chooseFiles')}
          </Button>
          <input
            ref={picker}
            type="file"
            accept="application/json,.json"
            multiple
            hidden
            data-testid="import-files"
            onChange={(event) => {
              void take([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </div>
        <ul aria-live="polite" className="space-y-2">
          {items.map((item) => (
            <li key={item.key} className="space-y-1.5 rounded-md border border-line p-3">
              <p className="flex items-center gap-2">
                {item.state === 'busy' ? <LoaderCircle className="size-4 animate-spin-slow text-run" aria-hidden /> : item.state === 'ok' ? <CircleCheck className="size-4 text-ok" aria-hidden /> : <FileJson2 className="size-4 text-bad" aria-hidden />}
                <span className="min-w-0 flex-1 truncate">{item.file}</span>
                {item.state === 'ok' ? (
                  <Link href={`/workflows/${item.slug}`} className="font-medium text-accent hover:underline">
                    {item.name}
                  </Link>
                ) : (
                  <span className="text-ink-3">{item.state === 'busy' ? t('common.loading') : t('workflows.importFailed')}</span>
                )}
              </p>
              {item.state === 'refused' && <p className="text-bad">{item.message}</p>}
              {item.state === 'failed' && <ErrorNote error={item.error} />}
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

type Done = Item extends infer I ? (I extends Item ? Omit<I, 'key' | 'file'> : never) : never;

async function importOne(file: File, t: Translate, create: ReturnType<typeof useCreateWorkflow>['mutateAsync']): Promise<Done> {
  const read = readImport(await file.text());
  if (!read.ok) return { state: 'refused', message: read.problem === 'notJson' ? t('workflows.notJson', { reason: read.reason }) : t(`workflows.${read.problem}`) };
  try {
    const workflow = await create({ definition: read.definition });
    return { state: 'ok', slug: workflow.slug, name: workflow.name };
  } catch (error) {
    return { state: 'failed', error };
  }
}
