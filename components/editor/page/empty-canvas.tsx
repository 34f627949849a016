'use client';
import { Play, Plus } from 'lucide-react';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useKit } from '../kit.ts';
import { addFromPalette } from '../parts/place-new.ts';
import { useEditor } from '../store.ts';

/** Nothing is drawn: how it begins. It lets the pointer through, so that a step can be dropped anywhere. */
export function EmptyCanvas() {
  const t = useDesignT();
  const kit = useKit();
  const empty = useEditor((state) => state.history.definition.nodes.length === 0);
  if (!empty || kit.readOnly) return null;
  return (
    <div className="pointer-events-none absolute inset-0 z-[4] grid place-items-center">
      <EmptyState
        className="[&_button]:pointer-events-auto"
        title={t('designer.emptyTitle')}
        actions={
          <>
            <Button variant="primary" icon={<Play aria-hidden />} onClick={() => addFromPalette(kit, 'start', { kind: 'add' })} data-testid="add-start">{t('designer.emptyStart')}</Button>
            <Button icon={<Plus aria-hidden />} onClick={() => kit.state().open({ kind: 'palette', purpose: { kind: 'add' } })}>{t('designer.emptyBrowse')}</Button>
          </>
        }
      >
        {t('designer.emptyText')}
      </EmptyState>
    </div>
  );
}
