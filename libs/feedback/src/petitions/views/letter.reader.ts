import type { Language } from '@ecou/contracts';
import { opened, streamOf, Unknown, Vault, type RecordedOf } from '@ecou/event-sourcing';
import { Aggregates, type Caller, type Letter } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { DirectoryReader } from '../directory/directory.reader.js';
import { refuseOther } from '../directory/own-department.js';
import type { PetitionEvent } from '../petition/petition.events.js';
import { requirePetition } from '../petition/petition.state.js';
import { petition } from '../petition/rules/petition.aggregate.js';

type Replied = Extract<RecordedOf<PetitionEvent>, { type: 'PetitionAnswered' | 'PetitionDeclined' }>;

interface Wanted {
  readonly id: string;
  readonly sending: string;
  /** The petition's where it is left out. */
  readonly lang?: Language | undefined;
}

/** Reads the letters in which answers went out, word by word as they did. */
@Injectable()
export class LetterReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly directory: DirectoryReader,
    private readonly vault: Vault,
  ) {}

  /** Throws `Unknown` where there is no such letter, or its person was erased, and `Forbidden` to an officer of another department. */
  async forCaller(wanted: Wanted, caller: Caller): Promise<Letter> {
    const { state } = await this.aggregates.load(petition, wanted.id);
    refuseOther(await this.directory.ownDepartmentOf(caller), requirePetition(state).department);
    return this.get(wanted);
  }

  /** The letter for whoever may read the petition: its own, or that of the petition that it was answered with. */
  async get({ id, sending, lang }: Wanted): Promise<Letter> {
    const answer = await this.find(id, sending);
    const through = answer?.data.through ?? null;
    const written = through === null ? answer : await this.find(through, sending);
    if (!written || written.data.outgoingNumber === null) throw unknown();
    const { outgoingNumber: number, subject, answeredAt: at, legalBasis, ...sealed } = written.data;
    const { letter, salutation, text } = await opened(this.vault, {
      letter: sealed.letter,
      salutation: sealed.salutation,
      text: sealed.text,
    });
    if (!letter || text === null) throw unknown();
    // The letter is one value: it is open whole, or not at all.
    return { ...letter, number, at, lang: lang ?? subject.language, salutation, text, legalBasis };
  }

  private async find(id: string, sending: string): Promise<Replied | undefined> {
    const events = await this.aggregates.store.readStream(streamOf(petition.category, id));
    return (events as RecordedOf<PetitionEvent>[]).find(
      (event): event is Replied =>
        (event.type === 'PetitionAnswered' || event.type === 'PetitionDeclined') && event.data.sendingId === sending,
    );
  }
}

const unknown = () => new Unknown('LETTER_UNKNOWN', 'No answer of the petition went out as a letter by this sending.');
