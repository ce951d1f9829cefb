import { Readable } from 'node:stream';
import { Unavailable } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import { LogReader, type LogEntry, type LogFilter, type LogPage } from './log.reader.js';
import { LogTail } from './log-tail.js';

/** Answers of a process that are open at a time: streams, and those that wait for a message. */
const mostOpen = 200;
const pageSize = 500;
/** Milliseconds after which a stream shows that it is still there, and lets the caller go on from where it stands. */
const quietMs = 15_000;
/** Milliseconds after which a browser comes again. */
const retryMs = 2_000;

/** The log as answers that wait, or go on. */
@Injectable()
export class LogStreams {
  private open = 0;

  constructor(
    private readonly log: LogReader,
    private readonly tail: LogTail,
  ) {}

  /** A page after a position; where there is nothing, it waits for so many milliseconds, or until the caller has gone. */
  async page(
    after: number,
    filter: LogFilter,
    { limit, waitMs, signal }: { readonly limit: number; readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<LogPage> {
    const end = performance.now() + waitMs;
    let page = await this.log.after(after, filter, limit);
    if (page.items.length > 0 || waitMs === 0) return page;
    const leave = this.enter();
    try {
      while (page.items.length === 0 && performance.now() < end && !signal.aborted && !this.tail.isEnding) {
        await this.tail.wait(Math.min(end - performance.now(), pollMs), signal);
        page = await this.log.after(page.next, filter, limit);
      }
      return page;
    } finally {
      leave();
    }
  }

  /** All there are after a position, one in a line, and the end. */
  lines(after: number, filter: LogFilter): Readable {
    return this.stream((signal) => this.allLines(after, filter, signal));
  }

  /** Server-Sent Events: what there is after a position, and whatever comes. */
  events(after: number, filter: LogFilter): Readable {
    return this.stream((signal) => this.allEvents(after, filter, signal));
  }

  private stream(make: (signal: AbortSignal) => AsyncGenerator<string>): Readable {
    const leave = this.enter();
    const gone = new AbortController();
    const stream = Readable.from(make(gone.signal), { objectMode: false });
    stream.once('close', () => {
      gone.abort();
      leave();
    });
    return stream;
  }

  private async *allLines(after: number, filter: LogFilter, signal: AbortSignal): AsyncGenerator<string> {
    for (let page = this.log.after(after, filter, pageSize); !signal.aborted;) {
      const { items, next, isFull } = await page;
      // It is read while these are written and sent.
      if (isFull) page = this.log.after(next, filter, pageSize);
      page.catch(ignored);
      yield items.map((entry) => `${JSON.stringify(entry)}\n`).join('');
      if (!isFull) return;
    }
  }

  private async *allEvents(after: number, filter: LogFilter, signal: AbortSignal): AsyncGenerator<string> {
    yield `retry: ${retryMs}\n\n`;
    let position = after;
    for (let said = performance.now(); !signal.aborted && !this.tail.isEnding;) {
      const { items, next, isFull } = await this.log.after(position, filter, pageSize);
      position = next;
      if (items.length > 0 || performance.now() - said >= quietMs) {
        // An id without data is remembered all the same: what was passed over is not read again.
        yield items.length > 0 ? items.map(eventOf).join('') : `id: ${position}\n\n`;
        said = performance.now();
      }
      if (!isFull) await this.tail.wait(pollMs, signal);
    }
  }

  private enter(): () => void {
    if (this.open >= mostOpen) throw new Unavailable('STREAMS_BUSY', 'Too many callers wait for messages.', 5);
    this.open += 1;
    let isOpen = true;
    return () => {
      if (isOpen) this.open -= 1;
      isOpen = false;
    };
  }
}

/** The pause after which the log is looked at without a wake-up. */
const pollMs = 2_000;

/** Whoever waits for a page hears of what fails; nobody does where the caller has gone. */
const ignored = () => undefined;

const eventOf = (entry: LogEntry): string => `id: ${entry.position}\ndata: ${JSON.stringify(entry)}\n\n`;
