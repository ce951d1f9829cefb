import { Clock } from '../clock.js';

/** A clock that stands still until it is told to move. */
export class TestClock extends Clock {
  private time: number;

  /** ISO 8601. */
  constructor(start = '2024-03-01T10:00:00.000Z') {
    super();
    this.time = Date.parse(start);
  }

  now(): string {
    return new Date(this.time).toISOString();
  }

  set(time: string): void {
    this.time = Date.parse(time);
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
