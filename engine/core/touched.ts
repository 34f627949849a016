import type { RunEvent } from './events.ts';

/** The step that an event changes, with the containers around it; '' when it changes none, null when it may change any. */
export function touchedPath(event: RunEvent): string | null {
  // Scope and saga events name a scope but change steps inside it; treat them like those that name none.
  if (event.type.startsWith('scope.') || event.type.startsWith('saga.')) return null;
  // They only say what is still to come.
  if (event.type === 'run.yielded' || event.type === 'run.continued') return '';
  return 'path' in event && typeof event.path === 'string' && event.path !== '' ? event.path : null;
}

/** `rounds[3]/critics[1]/critique` changes `rounds` and `rounds[3]/critics` too. */
export function withAncestors(paths: Iterable<string>): Set<string> {
  const all = new Set<string>();
  for (const path of paths) {
    let rest = path;
    for (;;) {
      all.add(rest);
      all.add(rest.replace(/\[\d+\]$/, ''));
      const slash = rest.lastIndexOf('/');
      if (slash < 0) break;
      rest = rest.slice(0, slash);
    }
  }
  return all;
}
