import {
  Bell, Bot, Box, Boxes, Braces, Brain, CircleCheck, CircleHelp, CirclePlay, CircleStop, Clock, Code, Database, Equal, FileOutput, Flag, GitBranch, GitFork, GitMerge, Globe, Group,
  Hourglass, Infinity as InfinityIcon, Layers, ListTree, LogOut, Mail, Map as MapIcon, PenLine, Play, Radio, Repeat, Rows3, RefreshCw, Route, Send, Server, ShieldCheck, Shuffle, Sigma, Signpost, Sparkles, Split,
  Square, SquareFunction, SquareStack, StickyNote, Timer, Undo2, UserCheck, User, Users, Variable, Wand, Waypoints, Webhook, Workflow, Wrench, Zap, Network, RotateCw, ClipboardCheck, Terminal, SquareCode, IterationCw, Antenna, LayoutGrid, Combine, BetweenHorizontalStart, Stamp, BellRing,
  type LucideIcon,
} from 'lucide-react';

const ICONS: Readonly<Record<string, LucideIcon>> = Object.fromEntries(
  Object.entries({
    Bell, Bot, Box, Boxes, Braces, Brain, CircleCheck, CircleHelp, CirclePlay, CircleStop, Clock, Code, Database, Equal, FileOutput, Flag, GitBranch, GitFork, GitMerge, Globe, Group,
    Hourglass, Infinity: InfinityIcon, Layers, ListTree, LogOut, Mail, Map: MapIcon, PenLine, Play, Radio, Repeat, Rows3, RefreshCw, Route, Send, Server, ShieldCheck, Shuffle, Sigma, Signpost, Sparkles, Split,
    Square, SquareFunction, SquareStack, StickyNote, Timer, Undo2, UserCheck, User, Users, Variable, Wand, Waypoints, Webhook, Workflow, Wrench, Zap, Network, RotateCw, ClipboardCheck, Terminal, SquareCode, IterationCw, Antenna, LayoutGrid, Combine, BetweenHorizontalStart, Stamp, BellRing,
  }).map(([name, icon]) => [keyOf(name), icon]),
);

/** The icon a face names (`git-branch`, `GitBranch`); a name nobody knows is a plain box, never a hole. */
export function FaceIcon({ name, size = 17 }: { name: string; size?: number }) {
  const Icon = ICONS[keyOf(name)] ?? Box;
  return <Icon size={size} strokeWidth={1.7} aria-hidden />;
}

function keyOf(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}
