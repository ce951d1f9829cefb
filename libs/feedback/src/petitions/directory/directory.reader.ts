import { fold, streamOf, Vault, opened, type CallerScope, type Loaded } from '@ecou/event-sourcing';
import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { directory, directoryId } from './directory.aggregate.js';
import { directoryDecider, type Directory } from './directory.decider.js';
import { ownDepartmentOf } from './own-department.js';
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

  /** The department to which a caller is bound; `undefined` for one that works with all. Throws `Forbidden`. */
  async ownDepartmentOf(caller: CallerScope): Promise<string | undefined> {
    return caller.isBound ? ownDepartmentOf(caller, (await this.now()).state) : undefined;
  }

  /** The directory as it is, or as it stood (`asOf`); with the officers and the standard texts for staff. */
  async get(asOf: string | undefined, forStaff: boolean): Promise<Versioned<DirectoryAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(directory, directoryId, upTo);
    const { departments, categories, rules, petitionRules, daysOff, registers, letterhead } = state;
    const { officers, standardTexts } = state;
    const body = {
      departments: Object.entries(departments).map(([code, department]) => ({ code, ...department })),
      categories: Object.entries(categories).map(([code, category]) => ({ code, ...category })),
      rules,
      petitionRules,
      daysOff: [...daysOff],
      registers: Object.entries(registers).map(([year, firstNumber]) => ({ year: Number(year), firstNumber })),
      letterhead,
      version,
    };
    if (!forStaff) return new Versioned(body, version);
    const opening = Object.entries(officers).map(async ([id, officer]) => ({
      id,
      ...(await opened(this.vault, officer)),
    }));
    const forThem = {
      officers: await Promise.all(opening),
      standardTexts: Object.entries(standardTexts).map(([code, standard]) => ({ code, ...standard })),
    };
    return new Versioned({ ...body, ...forThem }, version, 'staff');
  }
}
