import { type Decision, type UnitOfWork, type Vault, type Unsealed, Sealing } from '@ecou/event-sourcing';
import { directory, directoryId } from '../../directory/directory.aggregate.js';
import { termsOf, type Directory } from '../../directory/directory.decider.js';
import type { AttachedFile } from '../../upload/upload.schemas.js';
import { claimFiles, type ClaimedFile } from '../../upload/uploads.js';
import type { Terms } from '../../calendar/deadlines.js';
import { petition } from '../rules/petition.aggregate.js';
import { petitionDecider, type PetitionCommandBody } from '../rules/petition.decider.js';
import type { PetitionEvent } from '../petition.events.js';
import { required, type Petition } from '../petition.state.js';

interface DecideOptions {
  /** Random id of whoever registers a petition, where something of theirs stands elsewhere, too. */
  readonly person?: string | undefined;
  /** The rules' refusals are told before that of `If-Match`. */
  readonly rulesFirst?: boolean;
}

/** One command's unit of work, as the verbs of petitions use it. */
export class PetitionWork {
  /** ISO 8601, the command's time. */
  readonly now: string;

  constructor(
    private readonly work: UnitOfWork,
    private readonly vault: Vault,
    /** For what the caller gave no id of its own. */
    readonly commandId: string,
  ) {
    this.now = work.now;
  }

  /** The petition, which must not move before the unit is accepted. Throws `Unknown` where there is none. */
  async read(id: string): Promise<Petition> {
    return required(await this.find(id));
  }

  find(id: string): Promise<Petition | null> {
    return this.work.read(petition, id);
  }

  /** The directory as it stands. It is no check: one that changes in the same moment would make one queue of all who write. */
  directory(): Promise<Directory> {
    return this.work.look(directory, directoryId);
  }

  directoryVersion(): Promise<number> {
    return this.work.versionOf(directory, directoryId);
  }

  async terms(): Promise<Terms> {
    return termsOf(await this.directory());
  }

  /** Claims files for a petition. Throws `Invalid` at the one that cannot be had. */
  claim(id: string, files: readonly AttachedFile[]): Promise<ClaimedFile[]> {
    return claimFiles(this.work, files, id);
  }

  /** Seals what is personal for the person of the petition, and decides. Throws `Unknown` where there is no petition, unless one is registered. */
  async decide(
    id: string,
    command: Unsealed<PetitionCommandBody>,
    { person, rulesFirst = false }: DecideOptions = {},
  ): Promise<Decision<Petition | null, PetitionEvent>> {
    const state = await this.find(id);
    if (command.type !== 'RegisterPetition') required(state);
    const subject = state?.content.text.subject ?? person ?? this.work.random('person');
    const sealed = await new Sealing(this.vault, subject, state).seal<PetitionCommandBody>(command);
    if (rulesFirst) petitionDecider.decide(sealed, state);
    return this.work.decide(petition, id, sealed);
  }
}
