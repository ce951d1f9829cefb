import type { CommandContext } from '@ecou/event-sourcing';
import { AcceptsForm, Aggregates, Context, Html, linkQuery, LinkRoute, type LinkQuery } from '@ecou/runtime';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Links } from '../subscribers/links/links.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { SubscriberCommand } from '../subscribers/subscriber/subscriber.command.js';
import { outdated, type Subscriber } from '../subscribers/subscriber/subscriber.state.js';
import { topicLabels } from '../subscribers/topic/topic-label.js';
import { askToRenew, confirmed, invalidLink, nothingToConfirm } from './token-pages.js';

const tokenParams = z.strictObject({ token: z.string().max(200) });
type Token = z.output<typeof tokenParams>;

/** The page behind the link in a message that asks somebody to agree to a newer text. */
@ApiTags('Pages behind links')
@Controller('notifications/v1/renewal')
export class RenewalPagesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly links: Links,
  ) {}

  @Get(':token')
  @LinkRoute('What a link would agree to anew')
  show(@Param({ schema: tokenParams }) { token }: Token, @Query({ schema: linkQuery }) { lang }: LinkQuery) {
    return this.page(token, lang);
  }

  @Post(':token')
  @AcceptsForm()
  @LinkRoute('Agree to a newer text')
  async renew(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Context() context: CommandContext,
  ) {
    const link = this.links.tokens.read('renewal', token);
    if (!link) return notFound(lang);
    const command = { type: 'RenewConsent', version: link.round, at: context.now } as const;
    await this.commands.execute(new SubscriberCommand(link.id, command, context));
    return this.page(token, lang);
  }

  private async page(token: string, wished: LinkQuery['lang']) {
    const link = this.links.tokens.read('renewal', token);
    if (!link) return notFound(wished);
    const { state } = await this.aggregates.load(subscriber, link.id);
    const lang = wished ?? state.renewal?.language ?? state.language;
    const labels = (topics: readonly string[]) => topicLabels(this.aggregates.store, topics, lang);
    const open = outdated(state, link.round);
    if (state.renewal?.version === link.round && open.length > 0)
      return new Html(askToRenew(lang, await labels(open), state.renewal.text));
    const agreed = agreedTo(state, link.round);
    if (agreed.length === 0) return new Html(nothingToConfirm(lang));
    return new Html(confirmed(lang, await labels(agreed), this.links.preferences(link.id)));
  }
}

/** The topics that somebody is told of, having agreed to this text. */
const agreedTo = ({ topics }: Subscriber, version: number): string[] =>
  Object.entries(topics)
    .filter(([, { state, textVersion }]) => state === 'confirmed' && textVersion === version)
    .map(([name]) => name);

const notFound = (lang: LinkQuery['lang']) => new Html(invalidLink(lang ?? 'ro'), undefined, 404);
