import { streamOf, Vault, opened } from '@ecou/event-sourcing';
import { Aggregates, pageOf, ReadModels, Versioned, whereEqual, type Page } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { DirectoryReader } from '../directory/directory.reader.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import type { PetitionAnswer, PetitionCriteria, PetitionItem, receiptAnswer } from '../petition/petition.schemas.js';
import { required, type Petition } from '../petition/petition.state.js';
import { markRemoved } from '../petition/removed-files.js';
import { StatusLinks } from '../petition/status-links.js';
import { petitionList } from './petition-list.view.js';

/** The receipt that whoever registered a petition gets at once. */
type Receipt = Omit<z.output<typeof receiptAnswer>, 'id' | 'version'>;

/** Reads petitions. Each method but `list` throws `Unknown` for a petition that does not exist. */
@Injectable()
export class PetitionReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
    private readonly directory: DirectoryReader,
    private readonly vault: Vault,
    private readonly links: StatusLinks,
  ) {}

  /** The receipt of a petition as it was registered, whatever has become of it. */
  async receipt(id: string): Promise<Receipt> {
    const [first] = await this.aggregates.store.readStream(streamOf(petition.category, id));
    const { number, content, department, registeredAt, deadline } = required(
      first ? petition.decider.evolve(null, first as never) : null,
    );
    const { kind, category } = content;
    const answerBy = deadline?.answerBy ?? null;
    return { number, kind, category, department, registeredAt, answerBy, statusUrl: this.links.of(number) };
  }

  /** One petition as it is, or as it stood (`asOf`); what is personal for those who may see it. */
  async get(id: string, asOf: string | undefined, withPersonal: boolean): Promise<Versioned<PetitionAnswer>> {
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

  /** The petitions that meet every one of the criteria, the newest first. */
  async list(criteria: PetitionCriteria): Promise<Page<PetitionItem>> {
    const { status, kind, category, department, officer, number, deadline, due, overdue } = criteria;
    const query = this.readModels.repository(petitionList).createQueryBuilder('row');
    whereEqual(query, { status, kind, category, department, officer, number, deadlineState: deadline, overdue });
    if (due !== undefined) query.andWhere('row.waits AND row.answerBy <= :due', { due });
    const page = await pageOf(query, { position: z.int() }, criteria, 'DESC');
    return page.map((row) => itemOf(row.id, row.petition));
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
    const { state } = await this.directory.now();
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
