import { MiniMap, useReactFlow, useStore } from '@xyflow/react';
import { Map as MapIcon, Maximize, Minus, Plus } from 'lucide-react';
import { memo, useState } from 'react';
import { useCanvasSetting } from './canvas-context.ts';
import type { FlowNode } from './flow.ts';
import { moving } from './motion.ts';

/** How the whole drawing is brought into sight. */
export const fit = () => ({ padding: 0.14, maxZoom: 1, ...moving(160) });

const zoomOf = (state: { transform: [number, number, number] }): number => Math.round(state.transform[2] * 100);

/** Zoom, fit and the overview, in one quiet bar. */
export const ZoomControls = memo(function ZoomControls({ map = true, onMove }: { map?: boolean; /** One of them moved the canvas. */ onMove?: () => void }) {
  const { words } = useCanvasSetting();
  const flow = useReactFlow();
  const zoom = useStore(zoomOf);
  const [open, setOpen] = useState(false);
  const by = (move: () => Promise<boolean>) => (): void => {
    onMove?.();
    void move();
  };
  return (
    <>
      <div className="hc-zoom" role="toolbar" aria-label={words.zoomFit}>
        <button type="button" aria-label={words.zoomOut} title={words.zoomOut} onClick={by(() => flow.zoomOut(moving(120)))}><Minus size={15} aria-hidden /></button>
        <button type="button" className="hc-zoom-value" aria-label={`${zoom} %, ${words.zoomReset}`} title={words.zoomReset} onClick={by(() => flow.zoomTo(1, moving(120)))}>{zoom} %</button>
        <button type="button" aria-label={words.zoomIn} title={words.zoomIn} onClick={by(() => flow.zoomIn(moving(120)))}><Plus size={15} aria-hidden /></button>
        <button type="button" aria-label={words.zoomFit} title={words.zoomFit} onClick={by(() => flow.fitView(fit()))}><Maximize size={14} aria-hidden /></button>
        {map && <button type="button" aria-pressed={open} aria-label={words.minimap} title={words.minimap} onClick={() => setOpen(!open)}><MapIcon size={14} aria-hidden /></button>}
      </div>
      {map && open && <div className="contents" onPointerDownCapture={onMove} onWheelCapture={onMove}><MiniMap<FlowNode> className="hc-map" pannable zoomable ariaLabel={words.minimap} nodeClassName={mapClass} nodeBorderRadius={8} /></div>}
    </>
  );
});

function mapClass(node: FlowNode): string {
  return node.type === 'note' ? 'hc-map-note' : node.type === 'box' ? 'hc-map-box' : `hc-map-step hc-map-${node.data.spec?.face.family ?? 'control'}`;
}
