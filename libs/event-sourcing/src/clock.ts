/** The time; injected, so that a year can be run in a test. */
export abstract class Clock {
  /** Now, as ISO 8601 in UTC. */
  abstract now(): string;
}

export class SystemClock extends Clock {
  now(): string {
    return new Date().toISOString();
  }
}
