import { Clock, opened, streamOf, Vault } from '@ecou/event-sourcing';
import { Aggregates, ApiKeys, ReadModels, type Caller } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { CaseFact, CaseFile } from '../case-file/case-file.js';
import { directory, directoryId } from '../directory/directory.aggregate.js';
import type { Directory } from '../directory/directory.decider.js';
import { ownDepartmentOf, refuseOther } from '../directory/own-department.js';
import { deadlineAt, isLegallyMissedAt } from '../petition/deadline-at.js';
import { requirePetition, type Petition } from '../petition/petition.state.js';
import { petition } from '../petition/rules/petition.aggregate.js';

/** Reads all that is on record of petitions. */
@Injectable()
export class CaseFileReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly keys: ApiKeys,
  ) {}

  /**
   * The whole file of a petition as it is, or as it stood (`asOf`), with the names that the directory had then. Throws `Unknown` where there is none, or was none yet, and `Forbidden`
   * to an officer of another department than the one that has it now.
   */
  async get(id: string, asOf: string | undefined, caller: Caller): Promise<CaseFile> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    await this.refuseOther(id, caller);
    const [{ state }, events, { state: entries }] = await Promise.all([
      this.aggregates.load(petition, id, upTo),
      this.aggregates.store.readStream(streamOf(petition.category, id), upTo === undefined ? {} : { upTo }),
      this.aggregates.load(directory, directoryId, upTo),
    ]);
    const found = requirePetition(state);
    const moment = await this.momentOf(asOf, upTo);
    const facts = events.map(({ version, type, recordedAt, metadata: { actor }, data }) => ({
      ...{ version, type, recordedAt, actor, data },
    }));
    const now = moment ?? this.clock.now();
    const [plain, told] = await Promise.all([opened(this.vault, found), opened(this.vault, facts)]);
    return {
      state: plain,
      facts: told as unknown as CaseFact[],
      asOf: moment,
      deadlineState: deadlineAt(found, now),
      legallyMissed: isLegallyMissedAt(found, now),
      names: await this.namesFor(found, facts, entries),
      earlier: await this.numberOf(found.closed?.earlier ?? null),
    };
  }

  private async refuseOther(id: string, caller: Caller): Promise<void> {
    if (!caller.isBound) return;
    const [{ state }, { state: entries }] = await Promise.all([
      this.aggregates.load(petition, id),
      this.aggregates.load(directory, directoryId),
    ]);
    const { department } = requirePetition(state);
    refuseOther(ownDepartmentOf(caller, entries), department);
  }

  /** The moment that was asked for, no later than now; that of a position is the time of its last event. */
  private async momentOf(asOf: string | undefined, upTo: number | undefined): Promise<string | null> {
    if (asOf === undefined || upTo === undefined) return null;
    if (/^\d+$/.test(asOf)) return this.readModels.timeOf(upTo);
    const now = this.clock.now();
    return Date.parse(asOf) < Date.parse(now) ? new Date(asOf).toISOString() : now;
  }

  /** The names of a petition's category, of all departments, of the officers whom the facts name, and of the keys that they are by. */
  private async namesFor(
    { content }: Petition,
    facts: readonly { readonly actor: string }[],
    { categories, departments, officers }: Directory,
  ): Promise<CaseFile['names']> {
    const told = JSON.stringify(facts);
    const named = Object.entries(officers).filter(([id]) => told.includes(id));
    const keys = facts.flatMap(({ actor }) => (actor.startsWith('key:') ? [actor.slice('key:'.length)] : []));
    const opening = named.map(async ([id, { name }]) => [id, (await this.vault.open(name)) ?? null] as const);
    return {
      category: categories[content.category]?.name ?? { ro: content.category },
      departments: Object.fromEntries(Object.entries(departments).map(([code, { name }]) => [code, name])),
      officers: Object.fromEntries(await Promise.all(opening)),
      keys: await this.keys.namesOf([...new Set(keys)]),
    };
  }

  private async numberOf(id: string | null): Promise<string | null> {
    if (id === null) return null;
    return (await this.aggregates.load(petition, id)).state?.number ?? null;
  }
}
