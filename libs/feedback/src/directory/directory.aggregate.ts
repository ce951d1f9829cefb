import type { Aggregate, Loaded } from '@ecou/event-sourcing';
import { fold, streamOf } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { directoryDecider, type Directory, type DirectoryCommandBody } from './directory.decider.js';
import { directoryEvents, type DirectoryEvent } from './directory.events.js';

export const directory: Aggregate<DirectoryCommandBody, Directory, DirectoryEvent> = {
  category: directoryEvents.category,
  events: directoryEvents,
  decider: directoryDecider,
};

/** There is one directory. */
export const directoryId = 'c3a7b4f2-8d51-4e0b-9c6e-2f1a7d9e5b30';

const stream = streamOf(directory.category, directoryId);

/** Reads the directory for queries: what was read is kept, and each time only what is new is read. */
@Injectable()
export class Directories {
  private known: Pick<Loaded<Directory>, 'state' | 'version'> = { state: directoryDecider.initial, version: 0 };

  constructor(private readonly aggregates: Aggregates) {}

  async now(): Promise<{ readonly state: Directory; readonly version: number }> {
    const { known } = this;
    const events = await this.aggregates.store.readStream(stream, { after: known.version });
    const last = events.at(-1);
    if (!last) return known;
    const read = { state: fold(directoryDecider, events, known.state), version: last.version };
    if (read.version > this.known.version) this.known = read;
    return read;
  }
}
