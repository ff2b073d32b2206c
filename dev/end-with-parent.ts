/**
 * Loaded into server and worker by `--import`, so that they need to know nothing of it: the channel to the process
 * that started them breaks when that process ends, however it ends, and then they end too.
 */
const forceAfterMs = 2_000;

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), forceAfterMs).unref();
  process.kill(process.pid, 'SIGTERM');
});
// The channel alone must not keep a program alive that has nothing left to do.
process.channel?.unref();
