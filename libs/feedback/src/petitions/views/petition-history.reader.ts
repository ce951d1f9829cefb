import { streamOf, isSealed } from '@ecou/event-sourcing';
import { Aggregates, decodeCursor, encodeCursor, Page, type Caller } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DirectoryReader } from '../directory/directory.reader.js';
import { refuseOther } from '../directory/own-department.js';
import type { Fact, historyQuery } from '../petition/history.schemas.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import { requirePetition } from '../petition/petition.state.js';

/** Reads what has become of petitions. */
@Injectable()
export class PetitionHistoryReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly directory: DirectoryReader,
  ) {}

  /** The facts of a petition, in order, with who and when. Throws `Unknown` where there is none, and `Forbidden` to an officer of another department. */
  async list(id: string, { cursor, limit }: z.output<typeof historyQuery>, caller: Caller): Promise<Page<Fact>> {
    const [after] = decodeCursor(cursor, z.tuple([z.int().min(0)])) ?? [0];
    const events = await this.aggregates.store.readStream(streamOf(petition.category, id), { after });
    if (events.length === 0 && after === 0) requirePetition(null);
    if (caller.isBound) {
      const { department } = requirePetition((await this.aggregates.load(petition, id)).state);
      refuseOther(await this.directory.ownDepartmentOf(caller), department);
    }
    const facts = events.map(({ version, type, recordedAt, metadata: { actor }, data }) => {
      const said = withoutPersonal(data) as Fact['data'];
      return { version, type, recordedAt, actor, data: said };
    });
    return Page.of(facts.slice(0, limit + 1), limit, ({ version }) => encodeCursor([version]));
  }
}

/** The value without its envelopes, wherever they stand. */
function withoutPersonal(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutPersonal);
  const entries = Object.entries(value).filter(([, inner]) => !isSealed(inner));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutPersonal(inner)]));
}
