import { Clock, GitFork, Radio, User } from 'lucide-react';

/** What a step waits for, as a picture. */
export const WAIT_ICON = { approval: User, timer: Clock, signal: Radio, child: GitFork } as const;
