import type { CommandContext } from '@ecou/event-sourcing';
import type { Language } from '@ecou/contracts';
import {
  AcceptsForm,
  Aggregates,
  Context,
  Html,
  linkQuery,
  LinkRoute,
  type HtmlPage,
  type LinkQuery,
} from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Links } from '../subscribers/links/links.js';
import { toldBy, type Told } from '../sending/leaving.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { SubscriberCommand } from '../subscribers/subscriber/subscriber.command.js';
import type { SubscriberCommandBody } from '../subscribers/subscriber/subscriber.decider.js';
import { topicsIn, topicsToConfirm, type Subscriber } from '../subscribers/subscriber/subscriber.state.js';
import { topicLabels, type TopicLabel } from '../subscribers/topic/topic-label.js';
import { askToConfirm, askToLeave, confirmed, invalidLink, left, nothingToConfirm } from './token-pages.js';

const tokenParams = z.strictObject({ token: z.string().max(200) });
type Token = z.output<typeof tokenParams>;

/** The form that a mail program sends (RFC 8058), or nothing: then it was the button. Mail programs may add fields of their own. */
const leaveForm = z.looseObject({ 'List-Unsubscribe': z.literal('One-Click').optional() });

/** The pages behind the links in mails. A GET only shows, since mail scanners follow links; the button's POST does it. */
@ApiTags('Pages behind links')
@Controller('notifications/v1')
export class TokenPagesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly links: Links,
  ) {}

  @Get('confirm/:token')
  @LinkRoute('What a link would confirm')
  async showConfirmation(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
  ) {
    const link = this.links.tokens.read('confirm', token);
    return link ? new Html(await this.confirmation(link, await this.subscriber(link.id), lang)) : notFound(lang);
  }

  @Post('confirm/:token')
  @AcceptsForm()
  @LinkRoute('Confirm')
  async confirm(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Context() context: CommandContext,
  ) {
    const link = this.links.tokens.read('confirm', token);
    if (!link) return notFound(lang);
    await this.run(link.id, { type: 'ConfirmSubscription', round: link.round, at: context.now }, context);
    return new Html(await this.confirmation(link, await this.subscriber(link.id), lang));
  }

  @Get('unsubscribe/:token')
  @LinkRoute('What a link would end')
  async showLeaving(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
  ) {
    const told = await this.told(token);
    return told ? new Html(await this.leaving(told, await this.subscriber(told.subscriberId), lang)) : notFound(lang);
  }

  @Post('unsubscribe/:token')
  @AcceptsForm()
  @LinkRoute('Leave, also with one click (RFC 8058)')
  async leave(
    @Param({ schema: tokenParams }) { token }: Token,
    @Query({ schema: linkQuery }) { lang }: LinkQuery,
    @Body({ schema: leaveForm }) form: z.output<typeof leaveForm>,
    @Context() context: CommandContext,
  ) {
    const told = await this.told(token);
    if (!told) return notFound(lang);
    const how = form['List-Unsubscribe'] === undefined ? 'page' : 'one-click';
    const { messageId, subscriberId, topics } = told;
    await this.run(subscriberId, { type: 'EndSubscription', topics, how, messageId, at: context.now }, context);
    return new Html(await this.leaving(told, await this.subscriber(subscriberId), lang));
  }

  private async confirmation(
    { id, round }: { id: string; round: number },
    state: Subscriber,
    wished: LinkQuery['lang'],
  ): Promise<HtmlPage> {
    const asked = state.rounds.find((known) => known.round === round);
    const lang = wished ?? asked?.language ?? state.language;
    const open = topicsToConfirm(state, round);
    if (open.length > 0) return askToConfirm(lang, await this.labels(open, lang), consentsTo(state, open));
    const kept = topicsIn(state, 'confirmed').filter((known) => asked?.topics.includes(known));
    if (kept.length === 0) return nothingToConfirm(lang);
    return confirmed(lang, await this.labels(kept, lang), this.links.preferences(id));
  }

  private async leaving(
    { subscriberId, topics, language: own }: Told,
    state: Subscriber,
    wished: LinkQuery['lang'],
  ): Promise<HtmlPage> {
    const lang = wished ?? own;
    const current = topicsIn(state, 'asked', 'confirmed').filter((known) => topics.includes(known));
    if (current.length > 0) return askToLeave(lang, await this.labels(current, lang));
    return left(lang, await this.labels(topics, lang), this.links.preferences(subscriberId));
  }

  private labels(topics: readonly string[], lang: Language): Promise<TopicLabel[]> {
    return topicLabels(this.aggregates.store, topics, lang);
  }

  private async subscriber(id: string): Promise<Subscriber> {
    return (await this.aggregates.load(subscriber, id)).state;
  }

  private told(token: string): Promise<Told | undefined> {
    const { links, aggregates } = this;
    return toldBy(token, { links, aggregates });
  }

  private run(id: string, command: SubscriberCommandBody, context: CommandContext) {
    return this.commands.execute(new SubscriberCommand(id, command, context));
  }
}

const notFound = (lang: LinkQuery['lang']) => new Html(invalidLink(lang ?? 'ro'), undefined, 404);

/** The texts that somebody agreed to for these topics, each once. */
function consentsTo(state: Subscriber, topics: readonly string[]): string[] {
  const texts = state.ledger
    .filter((entry) => entry.act === 'asked' && entry.topics.some((known) => topics.includes(known)))
    .flatMap(({ text }) => text ?? []);
  return [...new Set(texts)];
}
