import { opened, same, Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, TokenGuessLimit, ReadModels, SecretTokens } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { boundLink } from './petition/rules/petition.aggregate.js';
import { StatusLinks } from './petition/status-links.js';
import { petitionList, type PetitionRow } from './views/petition-list.view.js';

type Found = Pick<PetitionRow, 'id' | 'number' | 'petition'>;

/** The number and the token that somebody shows who wants to see a petition. */
export interface Shown {
  readonly number: string;
  readonly token: string | undefined;
  readonly address: string;
}

/** The same for a number that is not known, a token that is wrong, and one that is missing. */
const code = 'STATUS_UNKNOWN';
const nothingToSee = (): Unknown => new Unknown(code, 'There is no petition with this number that this token opens.');

export const isNothingToSee = (error: unknown): boolean => error instanceof Unknown && error.code === code;

/** Lets those in who have the token of a petition. */
@Injectable()
export class StatusAccess {
  constructor(
    private readonly links: StatusLinks,
    private readonly guessing: TokenGuessLimit,
    private readonly readModels: ReadModels,
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  /** The petition's id. Throws `nothingToSee`, or 429 for those who guess. */
  async open({ number, token = '', address }: Shown): Promise<string> {
    // Whoever shows none, or a part of one, guesses nothing: a mail program that cut a link keeps nobody out.
    if (!SecretTokens.isToken(token)) throw nothingToSee();
    const found = (await this.find(number)) ?? (await this.findLater(number));
    const opens = found !== undefined && (await this.opens(token, found));
    if (!(await this.guessing.admits({ address, thing: `petition ${number}`, opens })) || found === undefined)
      throw nothingToSee();
    return found.id;
  }

  private async opens(token: string, { number, id, petition: { content, cameIn } }: Found): Promise<boolean> {
    const contact = (await opened(this.vault, content.petitioner))?.contact ?? null;
    if (this.links.opens(token, { number, id, contact })) return true;
    // A link that is bound to no address was sent to the one that the petition came in with.
    if (cameIn && !same(cameIn.petitioner?.contact, content.petitioner?.contact)) return false;
    if (this.links.opens(token, { number, id })) return true;
    if (!this.links.isUnbound(token, number)) return false;
    return (await this.aggregates.store.findClaim(boundLink, id)) === null;
  }

  private async find(number: string): Promise<Found | undefined> {
    return (await this.readModels.repository(petitionList).findOneBy({ number })) ?? undefined;
  }

  /** Whoever has just got a receipt may be here before the view has its number. */
  private async findLater(number: string): Promise<Found | undefined> {
    await this.readModels.reached(petitionList, await this.aggregates.store.horizon());
    return this.find(number);
  }
}
