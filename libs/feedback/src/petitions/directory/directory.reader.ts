import { fold, streamOf, Vault, type Loaded, opened } from '@ecou/event-sourcing';
import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { directory, directoryId } from './directory.aggregate.js';
import { directoryDecider, type Directory } from './directory.decider.js';
import type { DirectoryAnswer } from './directory.schemas.js';

const stream = streamOf(directory.category, directoryId);

/** Reads the directory. */
@Injectable()
export class DirectoryReader {
  private known: Pick<Loaded<Directory>, 'state' | 'version'> = { state: directoryDecider.initial, version: 0 };

  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  /** The directory for other readers. The last state that was read is kept, and only what is newer is read. */
  async now(): Promise<{ readonly state: Directory; readonly version: number }> {
    const { known } = this;
    const events = await this.aggregates.store.readStream(stream, { after: known.version });
    const last = events.at(-1);
    if (!last) return known;
    const read = { state: fold(directoryDecider, events, known.state), version: last.version };
    if (read.version > this.known.version) this.known = read;
    return read;
  }

  /** The directory as it is, or as it stood (`asOf`); with the officers for staff. */
  async get(asOf: string | undefined, forStaff: boolean): Promise<Versioned<DirectoryAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(directory, directoryId, upTo);
    const { departments, categories, rules, daysOff, officers } = state;
    const body = {
      departments: Object.entries(departments).map(([code, department]) => ({ code, ...department })),
      categories: Object.entries(categories).map(([code, category]) => ({ code, ...category })),
      rules,
      daysOff: [...daysOff],
      version,
    };
    if (!forStaff) return new Versioned(body, version);
    const opening = Object.entries(officers).map(async ([id, officer]) => ({
      id,
      ...(await opened(this.vault, officer)),
    }));
    return new Versioned({ ...body, officers: await Promise.all(opening) }, version, 'staff');
  }
}
