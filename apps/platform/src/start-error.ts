/** What keeps a process from starting, in one line for whoever starts it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
