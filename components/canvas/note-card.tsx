import { NodeResizeControl, type NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, useState } from 'react';
import { NoteMarkdown } from '../ui/markdown.tsx';
import { useCanvasSetting } from './canvas-context.ts';
import { ChangeStamp } from './change-stamp.tsx';
import { nodeChanges } from './changes.ts';
import type { NoteFlowNode } from './flow.ts';
import { SMALLEST_NOTE } from './sizes.ts';

/** A note in markdown. A double click writes in it; leaving it or Escape ends the writing. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteFlowNode>) {
  const { editable, words, actions } = useCanvasSetting();
  const [writing, setWriting] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { note } = data;
  const change = nodeChanges.useEntry(id);

  useEffect(() => {
    if (writing) field.current?.focus();
  }, [writing]);

  return (
    <div className="hc-note" data-color={note.color} data-change={change} data-selected={selected || undefined} data-note={id} onDoubleClick={editable ? (event) => { event.stopPropagation(); setWriting(true); } : undefined}>
      {writing ? (
        <textarea
          ref={field}
          className="nodrag nowheel nopan"
          aria-label={words.note}
          defaultValue={note.text}
          onBlur={(event) => { setWriting(false); if (event.target.value !== note.text) actions.editNote?.(id, event.target.value); }}
          onKeyDown={(event) => { if (event.key === 'Escape') event.currentTarget.blur(); event.stopPropagation(); }}
        />
      ) : (
        <div className="hc-note-text"><NoteMarkdown text={note.text || words.note} /></div>
      )}
      {change && <ChangeStamp change={change} />}
      {editable && selected && (
        <NodeResizeControl className="hc-resize" minWidth={SMALLEST_NOTE.width} minHeight={SMALLEST_NOTE.height} onResizeEnd={(_, size) => actions.resize?.(id, size)} />
      )}
    </div>
  );
});
