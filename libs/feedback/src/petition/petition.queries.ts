import { Vault } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, type Page } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Directories } from '../directory/directory.aggregate.js';
import { petitionList } from '../views/petition-list.view.js';
import { petition } from './petition.aggregate.js';
import type { PetitionAnswer, PetitionCriteria, PetitionItem, receiptAnswer } from './petition.schemas.js';
import { markRemoved } from './removed-files.js';
import { opened } from '../sealing/sealing.js';
import { required, type Petition } from './petition.state.js';
import { StatusLinks } from './status-links.js';

/** The receipt that whoever registered a petition gets at once. */
type Receipt = Omit<z.output<typeof receiptAnswer>, 'id' | 'version'>;

export class GetReceipt extends Query<Receipt> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetReceipt)
export class GetReceiptHandler implements IQueryHandler<GetReceipt> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly links: StatusLinks,
  ) {}

  /** As it was registered, whatever has become of it. */
  async execute({ id }: GetReceipt): Promise<Receipt> {
    const [first] = await this.aggregates.store.readStream(`${petition.category}-${id}`);
    const { number, content, department, registeredAt, deadline } = required(
      first ? petition.decider.evolve(null, first as never) : null,
    );
    const { kind, category } = content;
    const answerBy = deadline?.answerBy ?? null;
    return { number, kind, category, department, registeredAt, answerBy, statusUrl: this.links.of(number) };
  }
}

/** One petition: as it is, or as it stood (`asOf`); what is personal for those who may see it. */
export class GetPetition extends Query<Versioned<PetitionAnswer>> {
  constructor(
    readonly id: string,
    readonly asOf: string | undefined,
    readonly withPersonal: boolean,
  ) {
    super();
  }
}

@QueryHandler(GetPetition)
export class GetPetitionHandler implements IQueryHandler<GetPetition> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly directories: Directories,
    private readonly vault: Vault,
  ) {}

  async execute({ id, asOf, withPersonal }: GetPetition): Promise<Versioned<PetitionAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(petition, id, upTo);
    const found = required(state);
    const body: PetitionAnswer = {
      ...itemOf(id, found),
      ...outcomeOf(found),
      ...(withPersonal ? { personal: await this.personal(found) } : {}),
      version,
    };
    return new Versioned(body, version, withPersonal ? 'staff' : undefined);
  }

  private async personal(state: Petition): Promise<NonNullable<PetitionAnswer['personal']>> {
    const { content, thread, callbacks, replies } = state;
    const { petitioner, text, place, attachments } = content;
    const told = {
      petitioner,
      text,
      place,
      attachments,
      thread,
      callbacks,
      replies,
      ...reasonsIn(state),
      ...remarksIn(state),
    };
    const [plain, officer] = await Promise.all([opened(this.vault, told), this.officer(state.officer)]);
    const marked = markRemoved(state.removed);
    return { ...marked(plain), thread: plain.thread.map(marked), replies: plain.replies.map(marked), officer };
  }

  private async officer(id: string | null) {
    const { state } = await this.directories.now();
    const officer = id === null ? undefined : state.officers[id];
    if (id === null || !officer) return null;
    const { name, phone } = await opened(this.vault, { name: officer.name, phone: officer.phone });
    return { id, name, phone };
  }
}

const outcomeOf = ({ joined, forwarded, replies, satisfaction, closed }: Petition) => ({
  joined: [...joined],
  forwardedTo: forwarded?.authority ?? null,
  outcome: replies.at(-1)?.outcome ?? null,
  satisfaction: satisfaction?.grade ?? null,
  closedBecause: closed?.ground ?? null,
});

const reasonsIn = ({ extended, forwarded, reopened }: Petition) => ({
  extensionReason: extended?.reason ?? null,
  forwardingReason: forwarded?.reason ?? null,
  reopeningReason: reopened?.reason ?? null,
});

const remarksIn = ({ satisfaction, closed }: Petition) => ({
  satisfactionComment: satisfaction?.comment ?? null,
  closingNote: closed?.note ?? null,
});

/** A petition as lists show it: nothing personal. */
export function itemOf(id: string, petition: Petition): PetitionItem {
  const { number, status, department, officer, registeredAt, round, deadline, deadlineState, joinedTo } = petition;
  const { kind, channel, category, language, about } = petition.content;
  const standing = { status, department, officer, registeredAt, round, deadline, deadlineState, joinedTo };
  return { id, number, kind, channel, category, language, about, ...standing };
}

/** The petitions that meet every one of the criteria, the newest first. */
export class ListPetitions extends Query<Page<PetitionItem>> {
  constructor(readonly criteria: PetitionCriteria) {
    super();
  }
}

@QueryHandler(ListPetitions)
export class ListPetitionsHandler implements IQueryHandler<ListPetitions> {
  constructor(private readonly readModels: ReadModels) {}

  async execute({ criteria }: ListPetitions): Promise<Page<PetitionItem>> {
    const { status, kind, category, department, officer, number, deadline, due, overdue } = criteria;
    const query = this.readModels.repository(petitionList).createQueryBuilder('row');
    whereEqual(query, { status, kind, category, department, officer, number, deadlineState: deadline, overdue });
    if (due !== undefined) query.andWhere('row.waits AND row.answerBy <= :due', { due });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    return page.map((row) => itemOf(row.id, row.petition));
  }
}
