import type { LetterFacts } from '@ecou/contracts';
import {
  Invalid,
  isSealed,
  opened,
  Personal,
  Sealing,
  streamOf,
  type CallerScope,
  type CommandContext,
  type Decision,
  type Opened,
  type UnitOfWork,
  type Unsealed,
  type Vault,
} from '@ecou/event-sourcing';
import { directory, directoryId } from '../../directory/directory.aggregate.js';
import { actingIn, type Acting } from '../../directory/acting.js';
import { termsOf, type Directory } from '../../directory/directory.decider.js';
import { ownDepartmentOf, refuseOther } from '../../directory/own-department.js';
import type { AttachedFile } from '../../upload/upload.schemas.js';
import { claimFiles, type ClaimedFile } from '../../upload/uploads.js';
import type { Terms } from '../../calendar/deadlines.js';
import { petition } from '../rules/petition.aggregate.js';
import { petitionDecider, type PetitionCommandBody } from '../rules/petition.decider.js';
import type { PetitionEvent, Signature } from '../petition.events.js';
import { requirePetition, type Petition } from '../petition.state.js';
import { haveSameContact, saysOf, type Named } from '../same-petitioner.js';

interface DecideOptions {
  /** Random id of whoever registers a petition, where something of theirs stands elsewhere, too. */
  readonly person?: string | undefined;
  /** The rules' refusals are told before that of `If-Match`. */
  readonly rulesFirst?: boolean;
}

/** The part of a command's context that says who asks. */
type OfCaller = Pick<CommandContext, 'commandId' | 'caller'>;

/** A petition, and where it stands. */
export interface Standing {
  readonly id: string;
  readonly petition: Petition;
}

/** One command's unit of work, as the verbs of petitions use it. */
export class PetitionWork {
  /** ISO 8601, the command's time. */
  readonly now: string;

  constructor(
    private readonly work: UnitOfWork,
    private readonly vault: Vault,
    private readonly context: OfCaller,
    private readonly institution: string,
  ) {
    this.now = work.now;
  }

  /** For what the caller gave no id of its own. */
  get commandId(): string {
    return this.context.commandId;
  }

  /**
   * The officer who acts: the one that the caller's key names, or the one that the caller says. Throws `Invalid` at `by` for one who is
   * unknown, and for another one than the key's.
   */
  async acting(said: string | null): Promise<Acting | null> {
    const own = this.context.caller?.officer ?? null;
    if (own !== null && said !== null && said !== own) {
      throw new Invalid('OFFICER_NOT_YOURSELF', 'The key acts for another officer.', ['by']);
    }
    const id = own ?? said;
    return id === null ? null : actingIn(await this.directory(), id);
  }

  /** The petition, which must not move before the unit is accepted. Throws `Unknown` where there is none. */
  async read(id: string): Promise<Petition> {
    return requirePetition(await this.find(id));
  }

  /** Throws `Forbidden` where the petition is not with the department of a caller who is bound to one. */
  async refuseOtherDepartment(id: string, caller: CallerScope): Promise<void> {
    const found = await this.find(id);
    // A stranger's petition is registered, whoever sends it.
    if (found) refuseOther(ownDepartmentOf(caller, await this.directory()), found.department);
  }

  /** Adds the number that a register drew before to the answer of a command that is repeated. */
  answerNumber(number: string): void {
    this.work.answer({ number });
  }

  find(id: string): Promise<Petition | null> {
    return this.work.read(petition, id);
  }

  /** Those of other people that are worked on together with a petition, as they stand; they may move before the unit is accepted. */
  async together(id: string): Promise<Standing[]> {
    const { groupedWith, grouped } = await this.read(id);
    const main = groupedWith && (await this.lookAt(groupedWith.id));
    const ids = main ? [main.id, ...main.petition.grouped.map((other) => other.id)] : grouped.map((other) => other.id);
    return Promise.all(ids.filter((other) => other !== id).map((other) => this.lookAt(other)));
  }

  /** True where both petitioners are reached at the same address. */
  async haveSameContact(one: Petition, other: Petition): Promise<boolean> {
    const [own, others] = await Promise.all([one, other].map(({ content }) => opened(this.vault, content.petitioner)));
    return !!own && !!others && haveSameContact(own, others);
  }

  /** Throws `Invalid` at `path` where a text that goes to others names one of the petitioners, by number, name or contact; `but` it may name. */
  async refuseNamesOf(petitions: readonly Petition[], text: string, path: string, but?: Petition): Promise<void> {
    const own = but && (await this.namedBy(but));
    for (const named of await Promise.all(petitions.map((petition) => this.namedBy(petition)))) {
      const foreign = own ? { ...named, ...withoutSame(named, own) } : named;
      if (!saysOf(text, foreign)) continue;
      throw new Invalid('NAMES_ANOTHER_PETITIONER', `It names the petitioner of ${named.number}.`, [path]);
    }
  }

  /** The letterhead; the institution is named as it is configured, where the directory says nothing else. */
  async letterhead(): Promise<Pick<LetterFacts, 'institution' | 'lines'>> {
    const { letterhead } = await this.directory();
    return { institution: letterhead?.institution ?? this.institution, lines: [...(letterhead?.lines ?? [])] };
  }

  /** A signatory, by the office that they held then, and their name. */
  async signatory({ officer, office }: Signature): Promise<LetterFacts['signatories'][number]> {
    const { officers } = await this.directory();
    return { office, name: (await opened(this.vault, officers[officer]?.name)) ?? null };
  }

  /** A value whose envelopes are opened, `null` where the person was erased. */
  opened<T>(value: T): Promise<Opened<T>> {
    return opened(this.vault, value);
  }

  /** A value whose envelopes are opened, to be sealed for somebody else; what cannot be opened stays as it is. */
  async unsealed<T>(value: T): Promise<Unsealed<T>> {
    if (typeof value !== 'object' || value === null) return value as Unsealed<T>;
    if (isSealed(value)) {
      const plain = await this.vault.open(value);
      return (plain === undefined ? value : new Personal(plain)) as Unsealed<T>;
    }
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, inner]) => [key, await this.unsealed(inner as unknown)] as const),
    );
    return (Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)) as Unsealed<T>;
  }

  private async namedBy({ number, content }: Petition): Promise<Named> {
    const petitioner = await opened(this.vault, content.petitioner);
    return { number, name: petitioner?.name ?? null, contact: petitioner?.contact ?? null };
  }

  private async lookAt(id: string): Promise<Standing> {
    return { id, petition: requirePetition(await this.work.look(petition, id)) };
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

  /** Claims a number of another register. Throws `Invalid` where another petition has it. */
  claimNumber(id: string, number: string): void {
    const stream = streamOf(petition.category, id);
    this.work.claim({ scope: 'petition number of another register', value: number, stream }, () => {
      throw new Invalid('NUMBER_TAKEN', `Another petition was taken over with the number ${number}.`, ['number']);
    });
  }

  /** Seals what is personal for the person of the petition, and decides. Throws `Unknown` where there is no petition, unless one is registered. */
  async decide(
    id: string,
    command: Unsealed<PetitionCommandBody>,
    { person, rulesFirst = false }: DecideOptions = {},
  ): Promise<Decision<Petition | null, PetitionEvent>> {
    const state = await this.find(id);
    if (command.type !== 'RegisterPetition' && command.type !== 'TakeOverPetition') requirePetition(state);
    const subject = state?.content.text.subject ?? person ?? this.work.random('person');
    const sealed = await new Sealing(this.vault, subject, state).seal<PetitionCommandBody>(command);
    if (rulesFirst) petitionDecider.decide(sealed, state);
    return this.work.decide(petition, id, sealed);
  }
}

/** The name and the contact of another that are not one's own, too. */
const withoutSame = ({ name, contact }: Named, own: Named): Pick<Named, 'name' | 'contact'> => ({
  name: name === own.name ? null : name,
  contact: contact === own.contact ? null : contact,
});
