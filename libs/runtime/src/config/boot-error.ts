/** The reason why a process cannot start: one clear line for whoever starts it, without a stack. */
export class BootError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BootError';
  }
}
