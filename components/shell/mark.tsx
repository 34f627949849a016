/** Three warp threads, and two that a heddle guides between them. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 26 26" fill="none" strokeWidth="2.2" strokeLinecap="round" className={className} aria-hidden>
      <path d="M5 3v20M13 3v20M21 3v20" stroke="var(--line-strong)" />
      <path d="M2 9c4 0 4 0 7 0s4 8 8 8 4 0 7 0" stroke="var(--accent)" />
      <path d="M2 17c4 0 4 0 7 0s4-8 8-8 4 0 7 0" stroke="var(--wait)" />
    </svg>
  );
}
