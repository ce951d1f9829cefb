import type { LocalizedText } from '@ecou/contracts';
import type { Opened } from '@ecou/event-sourcing';
import type { FileReference, PetitionEvent } from '../petition/petition.events.js';
import type { DeadlineState, Petition } from '../petition/petition.state.js';

/** A fact of a petition, opened, with who and when. */
export type CaseFact = Opened<PetitionEvent> & {
  readonly version: number;
  readonly recordedAt: string;
  readonly actor: string;
};

export type DataOf<T extends CaseFact['type']> = Extract<CaseFact, { type: T }>['data'];

export type OpenedFile = Opened<FileReference>;

/** All that is on record of a petition, opened, as it stood at a moment. */
export interface CaseFile {
  readonly state: Opened<Petition>;
  readonly facts: readonly CaseFact[];
  /** ISO 8601: the moment that was asked for; `null`: as it is after its last fact. */
  readonly asOf: string | null;
  /** By its target date, at that moment. */
  readonly deadlineState: DeadlineState;
  /** True where the last day by law was over at that moment, or was when it was answered. */
  readonly legallyMissed: boolean;
  /** As the directory stood. */
  readonly names: {
    readonly category: LocalizedText;
    readonly departments: Readonly<Record<string, LocalizedText>>;
    /** Of those officers that the facts name, by id; `null`: erased. */
    readonly officers: Readonly<Record<string, string | null>>;
    /** Of those keys that did something, by id. */
    readonly keys: Readonly<Record<string, string>>;
  };
  /** The number of the petition that it repeats, where it was filed as a repeat of another. */
  readonly earlier: string | null;
}
