import { Clock, Rejected, Vault, opened } from '@ecou/event-sourcing';
import { Aggregates, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { Terms } from '../calendar/deadlines.js';
import { termsOf, type Directory } from '../directory/directory.decider.js';
import { DirectoryReader } from '../directory/directory.reader.js';
import { publicDeadlineAt } from '../petition/deadline-at.js';
import { petition } from '../petition/rules/petition.aggregate.js';
import { petitionDecider, type PetitionCommandBody } from '../petition/rules/petition.decider.js';
import type { Signature } from '../petition/petition.events.js';
import { isLetter, requirePetition, type Petition } from '../petition/petition.state.js';
import { offers, type Offered } from '../petition/verbs/petition.verbs.js';
import { markRemoved } from '../petition/removed-files.js';
import type { StatusAnswer } from '../status/status.schemas.js';

/** Reads petitions as their petitioners see them. */
@Injectable()
export class StatusReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly directory: DirectoryReader,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The status of a petition at this moment. Throws `Unknown` where there is none. */
  async get(id: string): Promise<Versioned<StatusAnswer>> {
    const [{ state, version }, { state: directory, version: at }] = await Promise.all([
      this.aggregates.load(petition, id),
      this.directory.now(),
    ]);
    const found = requirePetition(state);
    const now = this.clock.now();
    const deadline = deadlineOf(found, now);
    const body: StatusAnswer = {
      ...plainOf(found, directory),
      ...(await this.said(found, directory)),
      deadline: deadline && { ...deadline, extended: await opened(this.vault, found.extended) },
      may: offeredFor(found, termsOf(directory), now),
      version,
    };
    // It also shows what the directory says, and where the deadline stands by now.
    return new Versioned(body, version, `${at}-${deadline?.state ?? 'none'}`);
  }

  /** A signatory, by office and name; the office as it was then. */
  private async signatory({ officer, office }: Signature, { officers }: Directory) {
    const name = officers[officer]?.name;
    return { office, name: name ? ((await this.vault.open(name)) ?? null) : null };
  }

  private async said(state: Petition, directory: Directory) {
    const { content, thread, callbacks, replies, forwarded, returned, reopened, closed, removed } = state;
    const { text, attachments } = content;
    const told = await opened(this.vault, {
      text,
      attachments,
      thread,
      callbacks,
      replies,
      forwarded,
      returned,
      reopened,
      closed,
    });
    const officer = state.officer === null ? undefined : directory.officers[state.officer];
    const marked = markRemoved(removed);
    return {
      ...marked({ text: told.text, attachments: told.attachments }),
      thread: told.thread.map(({ officer: _, ...message }) => marked(message)),
      callbacks: told.callbacks.map(({ phone, requestedAt, done }) => ({
        phone,
        requestedAt,
        doneAt: done?.at ?? null,
      })),
      replies: await Promise.all(
        told.replies.map(async (reply) => {
          const {
            outcome,
            salutation,
            text: answer,
            legalBasis,
            numbers,
            channel,
            outgoingNumber,
            through,
            sendingId,
            attachments: files,
            answeredAt,
          } = reply;
          const signatures = await Promise.all(reply.signatures.map((one) => this.signatory(one, directory)));
          // What was joined has the letter of the petition that it was answered with.
          const letter = outgoingNumber !== null || (through !== null && isLetter(channel)) ? sendingId : null;
          const words = {
            ...{ outcome, salutation, text: answer, legalBasis, numbers: [...numbers] },
            ...{ signatures, channel, letter },
          };
          return marked({ ...words, attachments: files, answeredAt });
        }),
      ),
      forwarded: told.forwarded,
      returned: told.returned,
      reopened: told.reopened,
      closed: told.closed && {
        because: told.closed.ground,
        note: told.closed.note,
        noteCorrected: (state.corrections ?? []).some((one) => one.of === 'closing-note'),
        at: told.closed.at,
      },
      officer: officer ? await opened(this.vault, { name: officer.name, phone: officer.phone }) : null,
    };
  }
}

function plainOf(state: Petition, { categories, departments }: Directory) {
  const { number, content, department, status, registeredAt, round, joinedTo, satisfaction } = state;
  const { kind, language, category } = content;
  return {
    number,
    kind,
    language,
    category: categories[category]?.name ?? { ro: category },
    department: departments[department]?.name ?? { ro: department },
    status,
    registeredAt,
    round,
    joined: joinedTo !== null,
    satisfaction: satisfaction?.grade ?? null,
  };
}

const deadlineOf = (state: Petition, now: string) =>
  state.deadline && {
    answerBy: state.deadline.answerBy,
    legalAnswerBy: state.deadline.legal.answerBy,
    state: publicDeadlineAt(state, now),
  };

/** The names of the verbs that the rules would accept now, and that would change something. */
const offeredFor = (state: Petition, terms: Terms, at: string): Offered[] =>
  offers.filter(({ trial }) => changes(trial(terms, at), state)).map(({ name }) => name);

function changes(command: PetitionCommandBody, state: Petition): boolean {
  try {
    return petitionDecider.decide(command, state).length > 0;
  } catch (error) {
    if (error instanceof Rejected) return false;
    throw error;
  }
}
