import type { CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsForm,
  Aggregates,
  Context,
  Html,
  linkQuery,
  LinkRoute,
  type LinkQuery,
  ReadsPersonal,
} from '@ecou/runtime';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Links } from '../subscribers/links/links.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { AddressInUse, SubscriberCommand } from '../subscribers/subscriber/subscriber.command.js';
import { addressOf, usable } from '../subscribers/subscriber/subscriber.state.js';
import { addressConfirmed, addressInUsePage, askForAddress } from './preferences-page.js';
import { invalidLink, nothingToConfirm } from './token-pages.js';

const tokenParams = z.strictObject({ token: z.string().max(200) });
type Token = z.output<typeof tokenParams>;

/** The page behind the link in a message to an address that somebody added. */
@ApiTags('Pages behind links')
@Controller('notifications/v1/address')
export class AddressPagesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly links: Links,
  ) {}

  @Get(':token')
  @ReadsPersonal({ byLink: true })
  @LinkRoute('Which address a link would confirm')
  show(@Param({ schema: tokenParams }) { token }: Token, @Query({ schema: linkQuery }) { lang }: LinkQuery) {
    return this.page(token, lang);
  }

  @Post(':token')
  @AcceptsForm()
  @LinkRoute('Confirm an address')
  async confirm(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Context() context: CommandContext,
  ) {
    const link = this.links.tokens.read('address', token);
    if (!link) return notFound(lang);
    const command = { type: 'ConfirmAddress', number: link.round, at: context.now } as const;
    try {
      await this.commands.execute(new SubscriberCommand(link.id, command, context));
    } catch (error) {
      if (!(error instanceof AddressInUse)) throw error;
      return new Html(addressInUsePage(lang ?? 'ro', this.links.preferences(error.holder)), undefined, 409);
    }
    return this.page(token, lang);
  }

  private async page(token: string, wished: LinkQuery['lang']) {
    const link = this.links.tokens.read('address', token);
    if (!link) return notFound(wished);
    const { state } = await this.aggregates.load(subscriber, link.id);
    const known = addressOf(state, link.round);
    const lang = wished ?? known?.language ?? state.language;
    if (!known) return new Html(nothingToConfirm(lang));
    if (usable(known)) return new Html(addressConfirmed(lang, this.links.preferences(link.id)));
    const agreed = state.ledger.find(({ act, number }) => act === 'address-added' && number === link.round);
    return new Html(askForAddress(lang, agreed?.text ?? ''));
  }
}

const notFound = (lang: LinkQuery['lang']) => new Html(invalidLink(lang ?? 'ro'), undefined, 404);
