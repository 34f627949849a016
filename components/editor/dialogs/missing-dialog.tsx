'use client';
import { ArrowRightToLine, Pin } from 'lucide-react';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { definitionOf, useEditor } from '../store.ts';

/** A step was to be run alone, and of what it reads there is no data: what is missing, and the ways on. */
export function MissingDialog({ node, missing, onClose }: { node: string; missing: readonly string[]; onClose: () => void }) {
  const t = useDesignT();
  const kit = useKit();
  const definition = useEditor(definitionOf);
  const name = (id: string): string => nodeById(definition, id)?.name || id;
  return (
    <Dialog
      open
      size="sm"
      onClose={onClose}
      title={t('editor.missingTitle', { name: name(node) })}
      description={t('editor.missingText')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            icon={<ArrowRightToLine aria-hidden />}
            data-testid="missing-run-up-to"
            onClick={() => {
              onClose();
              kit.runPart({ upTo: node });
            }}
          >
            {t('editor.cmdRunUpTo')}
          </Button>
        </>
      }
    >
      <ul className="divide-y divide-line rounded-md border border-line" data-testid="missing">
        {missing.map((id) => (
          <li key={id} className="flex min-h-9 items-center gap-2 py-1 pl-3 pr-1">
            <span className="min-w-0 flex-1 truncate">{name(id)}</span>
            <Button
              size="sm"
              variant="ghost"
              icon={<Pin aria-hidden />}
              aria-label={t('editor.missingPin', { name: name(id) })}
              onClick={() => {
                onClose();
                kit.openInspector();
                kit.state().lookAt(id, '/output');
              }}
            >
              {t('inspector.pinOwn')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
