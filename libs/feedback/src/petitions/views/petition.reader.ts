import { Vault, opened } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, type Caller, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DirectoryReader } from '../directory/directory.reader.js';
import { refuseOther } from '../directory/own-department.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import type { PetitionAnswer, PetitionCriteria, PetitionItem } from '../petition/petition.schemas.js';
import { requirePetition, type Petition } from '../petition/petition.state.js';
import { markRemoved } from '../petition/removed-files.js';
import { petitionDelivery, type PetitionDeliveryRow } from './petition-delivery.view.js';
import { petitionList } from './petition-list.view.js';

/** Reads petitions. Each method but `list` throws `Unknown` for a petition that does not exist. */
@Injectable()
export class PetitionReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly directory: DirectoryReader,
    private readonly vault: Vault,
  ) {}

  /** One petition as it is, or as it stood (`asOf`); what is personal for those who may see it. Throws `Forbidden` to an officer of another department. */
  async get(id: string, asOf: string | undefined, caller: Caller): Promise<Versioned<PetitionAnswer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(petition, id, upTo);
    const found = requirePetition(state);
    refuseOther(await this.directory.ownDepartmentOf(caller), found.department);
    const withPersonal = caller.can('petitions:handle');
    const messages = withPersonal && upTo === undefined ? await this.messages(id) : undefined;
    const body: PetitionAnswer = {
      ...itemOf(id, found),
      ...outcomeOf(found),
      ...(withPersonal ? { personal: await this.personal(found) } : {}),
      ...(messages
        ? { messages: messages.map(({ id: _id, petitionId: _of, position: _at, ...message }) => message) }
        : {}),
      version,
    };
    const heard = Math.max(0, ...(messages ?? []).map(({ position }) => position));
    return new Versioned(body, version, withPersonal ? ['staff', ...(heard > 0 ? [heard] : [])].join('-') : undefined);
  }

  /** The petitions that meet every one of the criteria, the newest first; of those, an officer sees those of the own department. */
  async list(criteria: PetitionCriteria, caller: Caller): Promise<Page<PetitionItem>> {
    const { status, kind, category, officer, number, deadline, due, overdue } = criteria;
    const own = await this.directory.ownDepartmentOf(caller);
    const { department = own } = criteria;
    if (department !== undefined) refuseOther(own, department);
    const query = this.readModels.repository(petitionList).createQueryBuilder('row');
    whereEqual(query, { status, kind, category, department, officer, number, deadlineState: deadline });
    // As the column says that has no index.
    if (overdue !== undefined) query.andWhere(`row.deadlineState ${overdue ? '=' : '<>'} 'overdue'`);
    if (due !== undefined) query.andWhere('row.waits AND row.answerBy <= :due', { due });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    return page.map((row) => itemOf(row.id, row.petition));
  }

  /** The outcome of each message to the petitioner, in the order in which they were promised. */
  private messages(petitionId: string): Promise<PetitionDeliveryRow[]> {
    return this.readModels
      .repository(petitionDelivery)
      .find({ where: { petitionId }, order: { occasionAt: 'ASC', id: 'ASC' } });
  }

  private async personal(state: Petition): Promise<NonNullable<PetitionAnswer['personal']>> {
    const { content, thread, callbacks, replies, draft, proposed } = state;
    const { petitioner, text, place, attachments } = content;
    const told = {
      petitioner,
      text,
      place,
      attachments,
      thread,
      callbacks,
      replies,
      draft,
      proposed,
      ...reasonsIn(state),
      ...remarksIn(state),
      corrections: state.corrections ?? [],
    };
    const [plain, officer] = await Promise.all([opened(this.vault, told), this.officer(state.officer)]);
    const marked = markRemoved(state.removed);
    return {
      ...marked(plain),
      thread: plain.thread.map(marked),
      replies: plain.replies.map(({ others: _, sendingId: __, outgoingNumber: ___, letter: ____, ...reply }) =>
        marked(reply),
      ),
      draft: plain.draft && marked(plain.draft),
      officer,
    };
  }

  private async officer(id: string | null) {
    const { state } = await this.directory.now();
    const officer = id === null ? undefined : state.officers[id];
    if (id === null || !officer) return null;
    const { name, phone } = await opened(this.vault, { name: officer.name, phone: officer.phone });
    return { id, name, phone };
  }
}

const outcomeOf = ({
  sentBy,
  takenOver,
  rules,
  repeats,
  sendings,
  joined,
  groupedWith,
  grouped,
  forwarded,
  replies,
  satisfaction,
  closed,
}: Petition) => ({
  sentBy,
  takenOver,
  joined: [...joined],
  groupedWith,
  grouped: [...grouped],
  forwardedTo: forwarded?.authority ?? null,
  rules,
  repeats: [...repeats],
  sendings: sendings.map(({ note: _, ...sending }) => sending),
  outcome: replies.at(-1)?.outcome ?? null,
  satisfaction: satisfaction?.grade ?? null,
  closedBecause: closed?.ground ?? null,
});

const reasonsIn = ({ joiningReason, extended, forwarded, returned, reopened }: Petition) => ({
  joiningReason,
  extensionReason: extended?.reason ?? null,
  forwardingReason: forwarded?.reason ?? null,
  returningReason: returned?.reason ?? null,
  reopeningReason: reopened?.reason ?? null,
});

const remarksIn = ({ satisfaction, sendings, closed }: Petition) => ({
  deliveryNote: sendings.at(-1)?.note ?? null,
  satisfactionComment: satisfaction?.comment ?? null,
  closingNote: closed?.note ?? null,
  filingReason: closed?.reason ?? null,
});

/** A petition as lists show it: nothing personal. */
export function itemOf(id: string, petition: Petition): PetitionItem {
  const { number, status, department, officer, receivedOn, registeredAt, round, deadlineState, joinedTo } = petition;
  const { kind, channel, category, language, about } = petition.content;
  const standing = { status, department, officer, receivedOn, registeredAt, round, deadlineState, joinedTo };
  const { legallyMissed } = petition;
  return { id, number, kind, channel, category, language, about, ...standing, ...datesOf(petition), legallyMissed };
}

function datesOf({ deadline }: Petition): Pick<PetitionItem, 'deadline'> {
  if (!deadline) return { deadline };
  const { rules: _, ...dates } = deadline;
  return { deadline: dates };
}
