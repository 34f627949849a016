import { align, distribute, type Alignment } from '../commands/arrange.ts';
import { toggleCollapsed } from '../commands/collapse.ts';
import { duplicate } from '../commands/fragment.ts';
import { canGroup, group, ungroup } from '../commands/group.ts';
import { moveBy } from '../commands/move.ts';
import { destinationsOf, moveTo, outOf } from '../commands/move-to.ts';
import { addNote } from '../commands/notes.ts';
import { canResize, resizeBy } from '../commands/resize.ts';
import { setUi, toggleDisabled } from '../commands/set-node.ts';
import { edgesOf, nextBranch } from '../commands/wires.ts';
import { makeRoomFor } from '../layout/make-room.ts';
import { tellingOfCovered } from '../parts/tell-of-covered.ts';
import { GRID } from '../../canvas/sizes.ts';
import { fit } from '../../canvas/controls.tsx';
import { moving } from '../../canvas/motion.ts';
import type { DesignKey } from '../../i18n/design-catalogue.ts';
import { isContainerType } from '../document/can-connect.ts';
import { isFlow, nodeById, reach } from '../document/graph.ts';
import type { EditorKit } from '../kit.ts';
import { copySelection, cutSelection, pasteFromClipboard, selectedContainer } from './clipboard.ts';
import { focusItem } from '../parts/focus-item.ts';
import { lockedWords } from '../parts/locked-words.ts';
import { startExtract } from '../parts/start-extract.ts';
import { removeSelection } from './remove-selection.ts';
import { walk, type Direction } from './walk.ts';

export type CommandGroup = 'run' | 'edit' | 'select' | 'node' | 'arrange' | 'view';

/** What a person can do in the editor. Keys, context menus, the command palette and the help sheet all read this list. */
export type EditorCommand = {
  id: string;
  label: DesignKey;
  group: CommandGroup;
  keys: readonly string[];
  /** Things whose context menu shows it. */
  menus?: readonly ('node' | 'edge' | 'pane' | 'note')[];
  /** The browser does this by events of its own; the keys are told, not taken. */
  native?: boolean;
  /** Works while a field is being written in. */
  whileTyping?: boolean;
  danger?: boolean;
  /** Not offered in the palette: it only makes sense as a key. */
  hidden?: boolean;
  /** It only looks, so it works on what may not be changed. */
  readOnly?: boolean;
  enabled?: (kit: EditorKit) => boolean;
  run: (kit: EditorKit) => void;
};

const selection = (kit: EditorKit): ReadonlySet<string> => kit.state().history.selection;
const definition = (kit: EditorKit) => kit.state().history.definition;
const hasSelection = (kit: EditorKit): boolean => selection(kit).size > 0;
const selectedNodes = (kit: EditorKit) => definition(kit).nodes.filter((node) => selection(kit).has(node.id));
const oneNode = (kit: EditorKit) => (selection(kit).size === 1 ? selectedNodes(kit)[0] : undefined);
/** The one thing that is selected, whatever it is. */
const oneItem = (kit: EditorKit): string | undefined => (selection(kit).size === 1 ? [...selection(kit)][0] : undefined);
const oneEdge = (kit: EditorKit) => definition(kit).edges.find((edge) => edge.id === oneItem(kit));
const canStandElsewhere = (kit: EditorKit): boolean => selectedNodes(kit).length > 0 || definition(kit).notes?.some((note) => selection(kit).has(note.id)) === true;
const flowEdges = (kit: EditorKit) => {
  const node = oneNode(kit);
  return node === undefined ? [] : edgesOf(definition(kit), kit.catalogue, node.id).filter((edge) => edge.flow);
};
const sizedItem = (kit: EditorKit): boolean => {
  const id = oneItem(kit);
  return id !== undefined && canResize(definition(kit), kit.catalogue, id);
};
const branchToFollow = (kit: EditorKit): string | null => {
  const node = oneNode(kit);
  return node === undefined ? null : nextBranch(definition(kit), kit.catalogue, node.id);
};
const several = (kit: EditorKit): boolean => selection(kit).size > 1;

/** Says what of the selection is locked itself; what it holds goes along with it. @returns whether something is */
function tellsOfLocked(kit: EditorKit): boolean {
  const words = lockedWords(selectedNodes(kit).filter((node) => node.ui?.locked), kit.t);
  if (words !== null) kit.tell(words);
  return words !== null;
}

function moveInto(kit: EditorKit): void {
  if (!tellsOfLocked(kit)) kit.state().open({ kind: 'into' });
}

function moveOut(kit: EditorKit): void {
  if (tellsOfLocked(kit)) return;
  const ids = selection(kit);
  const container = outOf(definition(kit), ids) ?? null;
  const cuts = destinationsOf(definition(kit), kit.catalogue, ids).find((one) => one.container === container)?.cuts ?? 0;
  kit.state().do('editor.cmdMove', (input) => moveTo(input, kit.catalogue, ids, container));
  focusItem(kit.state(), ids);
  if (cuts > 0) kit.tell(kit.t('gestures.cutSome', { count: cuts }));
}

function insertByKey(kit: EditorKit): void {
  const edge = oneEdge(kit)?.id ?? (flowEdges(kit).length === 1 ? flowEdges(kit)[0]!.id : undefined);
  if (edge === undefined) kit.state().open({ kind: 'edges', node: oneNode(kit)!.id, insert: true });
  else kit.state().open({ kind: 'palette', purpose: { kind: 'insert', edge } });
}

function arrow(direction: Direction): EditorCommand[] {
  const name = direction.charAt(0).toUpperCase() + direction.slice(1);
  const [dx, dy] = { left: [-GRID, 0], right: [GRID, 0], up: [0, -GRID], down: [0, GRID] }[direction] as [number, number];
  return [
    {
      id: `walk-${direction}`, label: `editor.cmdWalk`, group: 'select', keys: [`Arrow${name}`], hidden: true, readOnly: true,
      run: (kit) => {
        const { goOnFrom } = kit.state();
        const next = selection(kit).size === 0 && goOnFrom !== null && nodeById(definition(kit), goOnFrom) ? goOnFrom : walk(definition(kit), [...selection(kit)][0] ?? null, direction);
        if (next !== null) kit.state().lookAt(next);
      },
    },
    { id: `nudge-${direction}`, label: 'editor.cmdNudge', group: 'arrange', keys: [`Shift+Arrow${name}`], hidden: true, enabled: hasSelection, run: (kit) => tellingOfCovered(kit, () => kit.state().do('editor.cmdNudge', (input) => ({ definition: makeRoomFor(input, moveBy(input, selection(kit), dx, dy).definition, kit.catalogue, selection(kit)) }), 'nudge')) },
    { id: `resize-${direction}`, label: 'editor.cmdResize', group: 'arrange', keys: [`Shift+Alt+Arrow${name}`], hidden: true, enabled: sizedItem, run: (kit) => kit.state().do('editor.cmdResize', (input) => resizeBy(input, kit.catalogue, oneItem(kit)!, dx, dy), 'resize') },
  ];
}

function alignment(to: Alignment, label: DesignKey): EditorCommand {
  return { id: `align-${to}`, label, group: 'arrange', keys: [], enabled: several, run: (kit) => kit.state().do(label, (input) => align(input, kit.catalogue, selection(kit), to)) };
}

export const COMMANDS: readonly EditorCommand[] = [
  { id: 'run', label: 'editor.cmdRun', group: 'run', keys: ['Mod+Enter'], whileTyping: true, readOnly: true, run: (kit) => kit.state().open({ kind: 'run' }) },
  { id: 'run-node', label: 'editor.cmdRunNode', group: 'run', keys: ['Shift+Enter'], menus: ['node'], readOnly: true, enabled: (kit) => oneNode(kit) !== undefined, run: (kit) => kit.runPart({ only: oneNode(kit)!.id }) },
  { id: 'run-up-to', label: 'editor.cmdRunUpTo', group: 'run', keys: ['Mod+Shift+Enter'], whileTyping: true, menus: ['node'], readOnly: true, enabled: (kit) => oneNode(kit) !== undefined, run: (kit) => kit.runPart({ upTo: oneNode(kit)!.id }) },
  { id: 'clear-results', label: 'editor.cmdClearResults', group: 'run', keys: [], menus: ['pane'], readOnly: true, enabled: (kit) => kit.state().watching !== null, run: (kit) => kit.state().watch(null) },
  { id: 'save', label: 'editor.cmdSave', group: 'run', keys: ['Mod+S'], whileTyping: true, run: (kit) => kit.saveNow() },
  { id: 'publish', label: 'editor.cmdPublish', group: 'run', keys: ['Shift+P'], run: (kit) => kit.state().open({ kind: 'publish' }) },
  { id: 'back-test', label: 'editor.cmdBackTest', group: 'run', keys: ['Shift+B'], run: (kit) => kit.state().open({ kind: 'backTest' }) },
  { id: 'api', label: 'editor.cmdApi', group: 'run', keys: [], readOnly: true, run: (kit) => kit.state().open({ kind: 'api' }) },
  { id: 'export', label: 'editor.cmdExport', group: 'run', keys: [], readOnly: true, run: (kit) => kit.exportJson() },
  { id: 'import', label: 'editor.cmdImport', group: 'run', keys: [], run: (kit) => kit.importJson() },

  { id: 'undo', label: 'editor.cmdUndo', group: 'edit', keys: ['Mod+Z'], enabled: (kit) => kit.state().history.past.length > 0, run: (kit) => kit.state().undo() },
  { id: 'redo', label: 'editor.cmdRedo', group: 'edit', keys: ['Mod+Shift+Z', 'Mod+Y'], enabled: (kit) => kit.state().history.future.length > 0, run: (kit) => kit.state().redo() },
  { id: 'cut', label: 'editor.cmdCut', group: 'edit', keys: ['Mod+X'], native: true, menus: ['node', 'note'], enabled: hasSelection, run: (kit) => void cutSelection(kit) },
  { id: 'copy', label: 'editor.cmdCopy', group: 'edit', keys: ['Mod+C'], native: true, readOnly: true, menus: ['node', 'note'], enabled: hasSelection, run: (kit) => void copySelection(kit) },
  { id: 'paste', label: 'editor.cmdPaste', group: 'edit', keys: ['Mod+V'], native: true, menus: ['pane'], run: (kit) => void pasteFromClipboard(kit) },
  { id: 'duplicate', label: 'editor.cmdDuplicate', group: 'edit', keys: ['Mod+D'], menus: ['node', 'note'], enabled: hasSelection, run: (kit) => tellingOfCovered(kit, () => kit.state().do('editor.cmdDuplicate', (input) => duplicate(input, kit.catalogue, selection(kit)))) },
  { id: 'delete', label: 'editor.cmdDelete', group: 'edit', keys: ['Delete', 'Backspace'], menus: ['node', 'edge', 'note'], danger: true, enabled: hasSelection, run: (kit) => removeSelection(kit, { label: 'editor.cmdDelete' }) },
  { id: 'delete-rejoin', label: 'editor.cmdDeleteRejoin', group: 'edit', keys: ['Mod+Delete', 'Mod+Backspace'], menus: ['node'], enabled: (kit) => selectedNodes(kit).length > 0, run: (kit) => removeSelection(kit, { label: 'editor.cmdDeleteRejoin', rejoin: true }) },

  { id: 'select-all', label: 'editor.cmdSelectAll', group: 'select', keys: ['Mod+A'], menus: ['pane'], readOnly: true, run: (kit) => kit.state().select([...definition(kit).nodes, ...(definition(kit).notes ?? [])].map((item) => item.id)) },
  { id: 'select-up', label: 'editor.cmdSelectUp', group: 'select', keys: ['Shift+U'], menus: ['node'], readOnly: true, enabled: (kit) => selectedNodes(kit).length > 0, run: (kit) => kit.state().select([...selection(kit), ...reach(definition(kit), selection(kit), 'up')]) },
  { id: 'select-down', label: 'editor.cmdSelectDown', group: 'select', keys: ['Shift+J'], menus: ['node'], readOnly: true, enabled: (kit) => selectedNodes(kit).length > 0, run: (kit) => kit.state().select([...selection(kit), ...reach(definition(kit), selection(kit), 'down')]) },
  { id: 'deselect', label: 'editor.cmdDeselect', group: 'select', keys: ['Escape'], hidden: true, readOnly: true, run: (kit) => (kit.state().panel ? kit.state().open(null) : kit.state().select([])) },
  { id: 'select-more', label: 'gestures.cmdSelectMore', group: 'select', keys: ['Space'], native: true, hidden: true, readOnly: true, run: () => {} },
  ...arrow('left'), ...arrow('right'), ...arrow('up'), ...arrow('down'),

  { id: 'add', label: 'editor.cmdAdd', group: 'node', keys: ['N'], menus: ['pane'], run: (kit) => { const parent = selectedContainer(kit); kit.state().open({ kind: 'palette', purpose: { kind: 'add', ...(parent === undefined ? {} : { parent }) } }); } },
  {
    id: 'add-after', label: 'editor.cmdAddAfter', group: 'node', keys: ['Shift+N'], menus: ['node'], enabled: (kit) => branchToFollow(kit) !== null,
    run: (kit) => kit.state().open({ kind: 'palette', purpose: { kind: 'after', node: oneNode(kit)!.id, branch: branchToFollow(kit)! } }),
  },
  { id: 'insert', label: 'gestures.cmdInsert', group: 'node', keys: ['Shift+I'], menus: ['node', 'edge'], enabled: (kit) => { const edge = oneEdge(kit); return edge === undefined ? flowEdges(kit).length > 0 : isFlow(edge); }, run: insertByKey },
  { id: 'connect', label: 'editor.cmdWire', group: 'node', keys: ['E'], menus: ['node'], enabled: (kit) => oneNode(kit) !== undefined, run: (kit) => kit.state().open({ kind: 'connect', source: oneNode(kit)!.id }) },
  { id: 'edge', label: 'gestures.cmdEdge', group: 'node', keys: ['Shift+E'], menus: ['node'], readOnly: true, enabled: (kit) => oneNode(kit) !== undefined, run: (kit) => kit.state().open({ kind: 'edges', node: oneNode(kit)!.id, insert: false }) },
  { id: 'open', label: 'editor.cmdOpen', group: 'node', keys: ['Enter'], menus: ['node'], readOnly: true, enabled: (kit) => oneItem(kit) !== undefined, run: (kit) => kit.openInspector() },
  { id: 'rename', label: 'editor.cmdRename', group: 'node', keys: ['F2'], menus: ['node'], enabled: (kit) => oneNode(kit) !== undefined, run: (kit) => kit.state().rename(oneNode(kit)!.id) },
  { id: 'replace', label: 'editor.cmdReplace', group: 'node', keys: ['R'], menus: ['node'], enabled: (kit) => oneNode(kit) !== undefined, run: (kit) => kit.state().open({ kind: 'palette', purpose: { kind: 'replace', node: oneNode(kit)!.id } }) },
  { id: 'disable', label: 'editor.cmdDisable', group: 'node', keys: ['D'], menus: ['node'], enabled: (kit) => selectedNodes(kit).length > 0, run: (kit) => kit.state().do('editor.cmdDisable', (input) => toggleDisabled(input, selection(kit))) },
  { id: 'pin', label: 'editor.cmdPin', group: 'node', keys: ['P'], menus: ['node'], enabled: (kit) => oneNode(kit) !== undefined, run: (kit) => void pin(kit) },
  {
    id: 'lock', label: 'editor.cmdLock', group: 'node', keys: [], menus: ['node'], enabled: (kit) => selectedNodes(kit).length > 0,
    run: (kit) => {
      const ids = selectedNodes(kit).map((node) => node.id);
      const locked = selectedNodes(kit).every((node) => node.ui?.locked) ? undefined : true;
      kit.state().do('editor.cmdLock', (input) => ids.reduce((outcome, id) => setUi(outcome.definition, id, { locked }), { definition: input }));
    },
  },
  {
    id: 'collapse', label: 'editor.cmdCollapse', group: 'node', keys: ['C'], menus: ['node'], enabled: (kit) => { const node = oneNode(kit); return node !== undefined && isContainerType(kit.catalogue, node.type); },
    run: (kit) => { const node = oneNode(kit)!; kit.state().do('editor.cmdCollapse', (input) => toggleCollapsed(input, kit.catalogue, node.id)); },
  },
  {
    id: 'note', label: 'editor.cmdNote', group: 'node', keys: ['Shift+S'], menus: ['pane'],
    run: (kit) => kit.state().do('editor.cmdNote', (input) => addNote(input, centre(kit))),
  },
  {
    id: 'group', label: 'editor.cmdGroup', group: 'node', keys: ['Mod+G'], menus: ['node'], enabled: (kit) => selectedNodes(kit).length > 0,
    run: (kit) => {
      const why = canGroup(definition(kit), kit.catalogue, selection(kit));
      if (why !== null) kit.tell(kit.t(({ empty: 'editor.groupEmpty', scopes: 'editor.groupScopes', start: 'editor.groupStart', 'leaves-and-returns': 'editor.groupCycle', 'no-group': 'editor.groupEmpty' } as const)[why]));
      else kit.state().do('editor.cmdGroup', (input) => group(input, kit.catalogue, selection(kit)));
    },
  },
  { id: 'into', label: 'gestures.cmdInto', group: 'node', keys: ['M'], menus: ['node', 'note'], enabled: canStandElsewhere, run: moveInto },
  { id: 'out', label: 'gestures.cmdOut', group: 'node', keys: ['Shift+M'], menus: ['node', 'note'], enabled: (kit) => outOf(definition(kit), selection(kit)) !== undefined, run: moveOut },
  { id: 'extract', label: 'editor.cmdExtract', group: 'node', keys: ['Mod+Alt+G'], menus: ['node'], enabled: (kit) => selectedNodes(kit).length > 0, run: startExtract },
  {
    id: 'ungroup', label: 'editor.cmdUngroup', group: 'node', keys: ['Mod+Shift+G'], menus: ['node'], enabled: (kit) => { const node = oneNode(kit); return node !== undefined && isContainerType(kit.catalogue, node.type); },
    run: (kit) => { if (!tellsOfLocked(kit)) kit.state().do('editor.cmdUngroup', (input) => ungroup(input, oneNode(kit)!.id)); },
  },

  { id: 'tidy', label: 'editor.cmdTidy', group: 'arrange', keys: ['Shift+Alt+T'], menus: ['pane'], run: (kit) => kit.tidy() },
  alignment('left', 'editor.alignLeft'), alignment('center', 'editor.alignCenter'), alignment('right', 'editor.alignRight'),
  alignment('top', 'editor.alignTop'), alignment('middle', 'editor.alignMiddle'), alignment('bottom', 'editor.alignBottom'),
  { id: 'distribute-x', label: 'editor.distributeX', group: 'arrange', keys: [], enabled: (kit) => selection(kit).size > 2, run: (kit) => kit.state().do('editor.distributeX', (input) => distribute(input, kit.catalogue, selection(kit), 'x')) },
  { id: 'distribute-y', label: 'editor.distributeY', group: 'arrange', keys: [], enabled: (kit) => selection(kit).size > 2, run: (kit) => kit.state().do('editor.distributeY', (input) => distribute(input, kit.catalogue, selection(kit), 'y')) },

  { id: 'zoom-in', label: 'canvas.zoomIn', group: 'view', keys: ['+', '='], readOnly: true, run: (kit) => void kit.flow.zoomIn(moving(120)) },
  { id: 'zoom-out', label: 'canvas.zoomOut', group: 'view', keys: ['-'], readOnly: true, run: (kit) => void kit.flow.zoomOut(moving(120)) },
  { id: 'zoom-reset', label: 'canvas.zoomReset', group: 'view', keys: ['0'], readOnly: true, run: (kit) => void kit.flow.zoomTo(1, moving(120)) },
  { id: 'zoom-fit', label: 'canvas.zoomFit', group: 'view', keys: ['1'], menus: ['pane'], readOnly: true, run: (kit) => void kit.flow.fitView(fit()) },
  { id: 'find', label: 'editor.cmdFind', group: 'view', keys: ['Mod+F'], readOnly: true, run: (kit) => kit.state().open({ kind: 'find' }) },
  { id: 'commands', label: 'editor.cmdPalette', group: 'view', keys: ['Mod+K'], whileTyping: true, readOnly: true, hidden: true, run: (kit) => kit.state().open({ kind: 'commands' }) },
  { id: 'inspector', label: 'editor.cmdInspector', group: 'view', keys: ['I'], readOnly: true, run: (kit) => kit.toggleInspector() },
  { id: 'help', label: 'editor.cmdHelp', group: 'view', keys: ['?'], readOnly: true, run: (kit) => kit.state().open({ kind: 'help' }) },
];

function centre(kit: EditorKit): { x: number; y: number } {
  const box = document.querySelector('.hc-canvas')?.getBoundingClientRect();
  return kit.flow.screenToFlowPosition(box ? { x: box.left + box.width / 2 - 110, y: box.top + box.height / 2 - 60 } : { x: 400, y: 300 });
}

async function pin(kit: EditorKit): Promise<void> {
  const node = oneNode(kit);
  if (!node) return;
  if (node.ui?.pinned !== undefined) return kit.state().do('editor.cmdPin', (input) => setUi(input, node.id, { pinned: undefined }));
  const output = await kit.lastOutput(node.id);
  if (output === undefined) return kit.tell(kit.t('editor.nothingToPin'));
  if (nodeById(kit.state().history.definition, node.id)) kit.state().do('editor.cmdPin', (input) => setUi(input, node.id, { pinned: output }));
}

/** Whether a command may be run now: the one place that says so, for keys, menus and palette alike. */
export function isEnabled(command: EditorCommand, kit: EditorKit): boolean {
  return (command.readOnly === true || !kit.readOnly) && (command.enabled?.(kit) ?? true);
}
