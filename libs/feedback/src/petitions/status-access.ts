import { Unknown } from '@ecou/event-sourcing';
import { Aggregates, TokenGuessLimit, ReadModels, SecretTokens } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { StatusLinks } from './petition/status-links.js';
import { petitionList } from './views/petition-list.view.js';

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
  ) {}

  /** The petition's id. Nothing is looked up before the token is known to be right. Throws `nothingToSee`, or 429 for those who guess. */
  async open({ number, token = '', address }: Shown): Promise<string> {
    // Whoever shows none, or a part of one, guesses nothing: a mail program that cut a link keeps nobody out.
    if (!SecretTokens.isToken(token)) throw nothingToSee();
    const opens = this.links.opens(token, number);
    if (!(await this.guessing.admits({ address, thing: `petition ${number}`, opens }))) throw nothingToSee();
    const id = (await this.find(number)) ?? (await this.findLater(number));
    if (id === undefined) throw nothingToSee();
    return id;
  }

  private async find(number: string): Promise<string | undefined> {
    return (await this.readModels.repository(petitionList).findOneBy({ number }))?.id;
  }

  /** Whoever has the token of a number has its receipt: the view is about to have it. */
  private async findLater(number: string): Promise<string | undefined> {
    await this.readModels.reached(petitionList, await this.aggregates.store.horizon());
    return this.find(number);
  }
}
