// Loaded into every process that the supervisor starts. When the supervisor is gone without a word, its channel closes:
// the process ends as on SIGTERM, and at last by force.
if (process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), 10_000).unref();
  });
  // The channel alone is no reason to live.
  process.channel.unref();
}
