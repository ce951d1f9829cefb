/** Takes the signals that end a process from now on, so that what was begun is ended in order; answers whether one has come. */
export function untilStopped(): () => boolean {
  let stopped = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => (stopped = true));
  // A terminal that is closed.
  process.on('SIGHUP', () => process.kill(process.pid, 'SIGTERM'));
  return () => stopped;
}
