import type { CommandContext } from '@ecou/event-sourcing';
import { language } from '@ecou/contracts';
import { AcceptsForm, Aggregates, Context, Html, LinkRoute } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Links } from '../subscribers/links/links.js';
import { message } from '../sending/message/message.aggregate.js';
import type { Message } from '../sending/message/message.decider.js';
import { subscriber } from '../subscribers/subscriber/subscriber.aggregate.js';
import { SubscriberCommand } from '../subscribers/subscriber/subscriber.command.js';
import {
  topicsIn,
  topicsToConfirm,
  type Subscriber,
  type SubscriberCommandBody,
} from '../subscribers/subscriber/subscriber.decider.js';
import { topic } from '../subscribers/subscriber/subscriber.events.js';
import {
  askToConfirm,
  askToLeave,
  confirmed,
  invalidLink,
  left,
  nothingToConfirm,
  preferences,
} from './token-pages.js';

const tokenParams = z.strictObject({ token: z.string().max(200) });
type Token = z.output<typeof tokenParams>;

/** The form that a mail program sends (RFC 8058), or nothing: then it was the button. Mail programs may add fields of their own. */
const leaveForm = z.looseObject({ 'List-Unsubscribe': z.literal('One-Click').optional() });

/** A box that is ticked has the name of its topic. */
const preferencesForm = z.object({ language }).catchall(z.literal('on'));

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
  async showConfirmation(@Param({ schema: tokenParams }) { token }: Token) {
    const link = this.links.tokens.read('confirm', token);
    return link ? new Html(this.confirmation(link, await this.subscriber(link.id))) : notFound();
  }

  @Post('confirm/:token')
  @AcceptsForm()
  @LinkRoute('Confirm')
  async confirm(@Param({ schema: tokenParams }) { token }: Token, @Context() context: CommandContext) {
    const link = this.links.tokens.read('confirm', token);
    if (!link) return notFound();
    await this.run(link.id, { type: 'ConfirmSubscription', round: link.round, at: context.now }, context);
    return new Html(this.confirmation(link, await this.subscriber(link.id)));
  }

  @Get('unsubscribe/:token')
  @LinkRoute('What a link would end')
  async showLeaving(@Param({ schema: tokenParams }) { token }: Token) {
    const told = await this.told(token);
    return told ? new Html(this.leaving(told, await this.subscriber(told.subscriberId))) : notFound();
  }

  @Post('unsubscribe/:token')
  @AcceptsForm()
  @LinkRoute('Leave, also with one click (RFC 8058)')
  async leave(
    @Param({ schema: tokenParams }) { token }: Token,
    @Body({ schema: leaveForm }) form: z.output<typeof leaveForm>,
    @Context() context: CommandContext,
  ) {
    const told = await this.told(token);
    if (!told) return notFound();
    const how = form['List-Unsubscribe'] === undefined ? 'page' : 'one-click';
    const { subscriberId, topics } = told;
    await this.run(subscriberId, { type: 'EndSubscription', topics, how, at: context.now }, context);
    return new Html(this.leaving(told, await this.subscriber(subscriberId)));
  }

  @Get('preferences/:token')
  @LinkRoute('What somebody is told of')
  async showPreferences(@Param({ schema: tokenParams }) { token }: Token) {
    const link = this.links.tokens.read('preferences', token);
    return link ? new Html(preferences(await this.subscriber(link.id), false)) : notFound();
  }

  @Post('preferences/:token')
  @AcceptsForm()
  @LinkRoute('Leave topics, choose the language')
  async choose(
    @Param({ schema: tokenParams }) { token }: Token,
    @Body({ schema: preferencesForm }) { language: chosen, ...boxes }: z.output<typeof preferencesForm>,
    @Context() context: CommandContext,
  ) {
    const link = this.links.tokens.read('preferences', token);
    if (!link) return notFound();
    const topics = Object.keys(boxes).filter((name) => topic.safeParse(name).success);
    await this.run(link.id, { type: 'ChoosePreferences', topics, language: chosen, at: context.now }, context);
    return new Html(preferences(await this.subscriber(link.id), true));
  }

  private confirmation({ id, round }: { id: string; round: number }, state: Subscriber): string {
    const asked = state.rounds.find((known) => known.round === round);
    const lang = asked?.language ?? state.language;
    const open = topicsToConfirm(state, round);
    if (open.length > 0) return askToConfirm(lang, open, consentsTo(state, open));
    const kept = topicsIn(state, 'confirmed').filter((known) => asked?.topics.includes(known));
    return kept.length > 0 ? confirmed(lang, kept, this.links.preferences(id)) : nothingToConfirm(lang);
  }

  private leaving({ subscriberId, topics, language: lang }: Told, state: Subscriber): string {
    const current = topicsIn(state, 'asked', 'confirmed').filter((known) => topics.includes(known));
    return current.length > 0 ? askToLeave(lang, current) : left(lang, topics, this.links.preferences(subscriberId));
  }

  private async subscriber(id: string): Promise<Subscriber> {
    return (await this.aggregates.load(subscriber, id)).state;
  }

  /** The message that a link to leave came in. */
  private async told(token: string): Promise<Told | undefined> {
    const link = this.links.tokens.read('unsubscribe', token);
    return link && ((await this.aggregates.load(message, link.id)).state.queued ?? undefined);
  }

  private run(id: string, command: SubscriberCommandBody, context: CommandContext) {
    return this.commands.execute(new SubscriberCommand(id, command, context));
  }
}

type Told = Pick<NonNullable<Message['queued']>, 'subscriberId' | 'topics' | 'language'>;

const notFound = () => new Html(invalidLink(), undefined, 404);

/** The texts that somebody agreed to for these topics, each once. */
function consentsTo(state: Subscriber, topics: readonly string[]): string[] {
  const texts = state.ledger
    .filter((entry) => entry.act === 'asked' && entry.topics.some((known) => topics.includes(known)))
    .flatMap(({ text }) => text ?? []);
  return [...new Set(texts)];
}
