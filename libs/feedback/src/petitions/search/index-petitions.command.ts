import { Aggregates, BlindIndex, contactTerm, nameTerms, type Term } from '@ecou/runtime';
import { idOf, Vault, type RecordedOf, type Sealed } from '@ecou/event-sourcing';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { petition } from '../petition/rules/petition.aggregate.js';
import type { Content, PetitionEvent } from '../petition/petition.events.js';
import { PetitionTokens, type TokensOfPetition } from './petition-tokens.js';
import { cellTerm, wordTerms } from './terms.js';

/** The events after which a petition is found by something else. */
export type IndexedEvent = RecordedOf<Extract<PetitionEvent, { type: 'PetitionRegistered' | 'PetitionerCorrected' }>>;

/** The parts by which a petition is found. */
type Findable = Pick<Content, 'petitioner' | 'text' | 'place'>;

/** Writes down by what petitions are found, of which these are events, in order. A repeat changes nothing. */
export class IndexPetitions extends Command<void> {
  constructor(readonly events: readonly IndexedEvent[]) {
    super();
  }
}

@CommandHandler(IndexPetitions)
export class IndexPetitionsHandler implements ICommandHandler<IndexPetitions> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly index: BlindIndex,
    private readonly tokens: PetitionTokens,
  ) {}

  async execute({ events }: IndexPetitions): Promise<void> {
    const lastOf = new Map(events.map((event) => [idOf(event.stream), event]));
    const found = await Promise.all([...lastOf].map(([id, event]) => this.tokensOf(id, event)));
    await this.tokens.put(found.flat());
  }

  /** Of what came in with the registration, or of what stands now where that was corrected. */
  private async tokensOf(id: string, event: IndexedEvent): Promise<TokensOfPetition[]> {
    if (event.type === 'PetitionRegistered') return [await this.hashed(id, event.version, event.data)];
    const { state, version } = await this.aggregates.load(petition, id);
    return state?.content ? [await this.hashed(id, version, state.content)] : [];
  }

  private async hashed(petitionId: string, version: number, content: Findable): Promise<TokensOfPetition> {
    return { petitionId, version, tokens: this.index.tokensOf(await this.termsOf(content)) };
  }

  private async termsOf({ petitioner, ...content }: Findable): Promise<Term[]> {
    const [name, contact, text, place] = await Promise.all([
      this.open(petitioner?.name),
      this.open(petitioner?.contact),
      this.open(content.text),
      this.open(content.place),
    ]);
    return [
      ...(name ? nameTerms(name) : []),
      ...(contact ? [contactTerm(contact)] : []),
      ...wordTerms(text ?? ''),
      ...(place?.position ? [cellTerm(place.position)] : []),
    ];
  }

  /** Nothing where there is none, and where the person was erased. */
  private open<T>(sealed: Sealed<T> | null | undefined): Promise<T | undefined> | undefined {
    return sealed ? this.vault.open(sealed) : undefined;
  }
}
