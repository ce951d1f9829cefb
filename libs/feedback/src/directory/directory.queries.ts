import { Vault } from '@ecou/event-sourcing';
import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { opened } from '../sealing/sealing.js';
import { directory, directoryId } from './directory.aggregate.js';
import type { DirectoryAnswer } from './directory.schemas.js';

/** The directory: as it is, or as it stood (`asOf`). */
export class GetDirectory extends Query<Versioned<DirectoryAnswer>> {
  constructor(
    readonly asOf: string | undefined,
    readonly forStaff: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetDirectory)
export class GetDirectoryHandler implements IQueryHandler<GetDirectory> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
  ) {}

  async execute({ asOf, forStaff }: GetDirectory): Promise<Versioned<DirectoryAnswer>> {
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
