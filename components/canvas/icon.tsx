import {
  Antenna, Bot, Box, Braces, CalendarClock, CircleHelp, Clock, Code, Database, Flag, Globe, Group, Layers, Play, Radio, Repeat, Send, Signpost, Split, Undo2, UserCheck, Variable, Webhook, Workflow,
  type LucideIcon,
} from 'lucide-react';
import { memo } from 'react';

/** One for each node type, and for what else starts a run: whoever adds a type adds its icon. All of lucide would be as heavy as the canvas. */
const ICONS: Readonly<Record<string, LucideIcon>> = Object.fromEntries(
  Object.entries({
    Antenna, Bot, Box, Braces, CalendarClock, CircleHelp, Clock, Code, Database, Flag, Globe, Group, Layers, Play, Radio, Repeat, Send, Signpost, Split, Undo2, UserCheck, Variable, Webhook, Workflow,
  }).map(([name, icon]) => [keyOf(name), icon]),
);

export function hasIcon(name: string): boolean {
  return keyOf(name) in ICONS;
}

/** The icon a face names (`git-branch`, `GitBranch`); a name nobody knows is a plain box, never a hole. */
export const FaceIcon = memo(function FaceIcon({ name, size = 17 }: { name: string; size?: number }) {
  const Icon = ICONS[keyOf(name)] ?? Box;
  return <Icon size={size} strokeWidth={1.7} aria-hidden />;
});

function keyOf(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}
