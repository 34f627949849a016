'use client';
import { Command } from 'cmdk';
import { Frame } from 'lucide-react';
import { useMemo } from 'react';
import { FaceIcon } from '../../canvas/icon.tsx';
import { useNodeTexts } from '../../canvas/node-texts.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import { destinationsOf, moveTo, type Destination } from '../commands/move-to.ts';
import { ancestorsOf, nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { focusItem } from '../parts/focus-item.ts';
import { definitionOf, selectionOf, useEditor } from '../store.ts';
import { ChoiceDialog } from './choice-dialog.tsx';

/** The containers that the selection may be moved into, what each move would take away, and why the others are none. */
export function IntoDialog({ onClose }: { onClose: () => void }) {
  const t = useDesignT();
  const kit = useKit();
  const definition = useEditor(definitionOf);
  const selection = useEditor(selectionOf);
  const places = useMemo(() => destinationsOf(definition, kit.catalogue, selection), [definition, kit.catalogue, selection]);
  const [first] = selection;
  const name = nodeById(definition, first ?? '')?.name || (definition.notes?.some((note) => note.id === first) ? t('designer.inNote') : first);
  const title = selection.size === 1 ? t('gestures.into', { name: name ?? '' }) : t('gestures.intoSeveral', { count: selection.size });
  const choose = ({ container, why }: Destination): void => {
    if (why !== null) return kit.tell(t(`gestures.refuse-${why}`));
    kit.state().do('editor.cmdMove', (input) => moveTo(input, kit.catalogue, selection, container));
    onClose();
    focusItem(kit.state(), selection);
  };
  const [open, refused] = [places.filter(({ why }) => why === null), places.filter(({ why }) => why !== null)];
  return (
    <ChoiceDialog title={title} none={t('gestures.intoNone')} onClose={onClose}>
      {([['gestures.intoPlaces', open], ['gestures.intoRefused', refused]] as const).map(([heading, some]) => some.length > 0 && (
        <Command.Group key={heading} heading={t(heading)} className="he-group">
          {some.map((place) => <PlaceItem key={String(place.container)} place={place} onChoose={choose} />)}
        </Command.Group>
      ))}
    </ChoiceDialog>
  );
}

function PlaceItem({ place, onChoose }: { place: Destination; onChoose: (place: Destination) => void }) {
  const t = useDesignT();
  const kit = useKit();
  const texts = useNodeTexts();
  const definition = useEditor(definitionOf);
  const { container, why, cuts } = place;
  const typeName = (id: string): string => {
    const type = nodeById(definition, id)?.type ?? '';
    return texts(`node.${type}.label`, kit.catalogue.get(type)?.face.label ?? type);
  };
  const nameOf = (id: string): string => nodeById(definition, id)?.name || typeName(id);
  const face = container === null ? undefined : kit.catalogue.get(nodeById(definition, container)?.type ?? '')?.face;
  const name = container === null ? t('gestures.intoCanvas') : nameOf(container);
  const round = container === null ? [] : ancestorsOf(definition, container).map(nameOf).reverse();
  const type = container === null || typeName(container) === name ? '' : typeName(container);
  return (
    <Command.Item value={`to-${container ?? ''}`} data-testid={`into-${container ?? 'canvas'}`} data-refused={why ?? undefined} keywords={[name, container ?? '', type, ...round]} data-family={face?.family} onSelect={() => onChoose(place)} className="he-item min-h-8">
      <span className={why === null ? 'text-(--family)' : 'text-ink-3'}>{face ? <FaceIcon name={face.icon} size={15} /> : <Frame size={15} aria-hidden />}</span>
      <span className={why === null ? 'min-w-0 flex-1 truncate' : 'min-w-0 flex-1 truncate text-ink-3'}>{[...round, name].join(' › ')} {type && <span className="text-xs text-ink-3">{type}</span>}</span>
      {why !== null && <span className="truncate text-xs text-ink-3">{t(`gestures.refuse-${why}`)}</span>}
      {cuts > 0 && <span className="truncate text-xs text-warn">{t('gestures.cuts', { count: cuts })}</span>}
    </Command.Item>
  );
}
