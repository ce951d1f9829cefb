import { randomUUID } from 'node:crypto';
import { language, topicOfInterest, type Language } from '@ecou/contracts';
import { Personal, type CommandContext } from '@ecou/event-sourcing';
import {
  AcceptsForm,
  Aggregates,
  Context,
  faultsOf,
  Html,
  Ignores,
  Limited,
  LinkRoute,
  linkQuery,
  type FieldFaults,
} from '@ecou/runtime';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ConsentTextsReader } from '../subscribers/consent-texts/consent-texts.reader.js';
import { SubscriberCommand } from '../subscribers/subscriber/subscriber.command.js';
import { subscriptionBounds } from '../subscribers/subscriber/subscriber.schemas.js';
import { topicLabels } from '../subscribers/topic/topic-label.js';
import { subscriptionForm, wishSent, words } from './subscription-form.js';

const formQuery = linkQuery.extend({
  topic: topicOfInterest.describe('What to be told of, such as `civic-event:<id>` or `recommendation:<id>`.'),
});

/** The form as it came: where it is not right, the page says so and shows it again. */
const formBody = z
  .strictObject({
    id: z.uuid().optional().describe('So that the form sent twice is one wish.'),
    lang: language.default('ro'),
    topic: topicOfInterest,
    email: z.string().trim().max(1000).default(''),
    agree: z.literal('on').optional().describe('The consent to the text.'),
    consentVersion: z.coerce.number().int().describe('Version of the text that stood on the page.'),
  })
  .meta({
    id: 'SubscriptionForm',
    example: {
      topic: 'series:consultation-sessions',
      email: 'ana@example.ro',
      agree: 'on',
      consentVersion: 1,
      lang: 'ro',
    },
  });
type Form = z.output<typeof formBody>;

const rightForm = z.object({ email: z.email().max(254), agree: z.literal('on') });

/** The page on which somebody asks to be told of a topic. */
@ApiTags('Subscriptions')
@Controller('notifications/v1/subscription-form')
export class SubscriptionFormController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: Aggregates,
    private readonly texts: ConsentTextsReader,
  ) {}

  @Get()
  @LinkRoute('A form that asks to be told of a topic')
  async show(@Query({ schema: formQuery }) { topic, lang = 'ro' }: z.output<typeof formQuery>) {
    return new Html(await this.form({ topic, lang, id: randomUUID(), email: '' }, {}));
  }

  @Post()
  @AcceptsForm()
  @Limited('subscriptions', subscriptionBounds)
  @Ignores('Idempotency-Key', 'If-Match')
  @LinkRoute('Ask to be told of a topic, by a form')
  async ask(@Body({ schema: formBody }) form: Form, @Context() context: CommandContext) {
    const { id = randomUUID(), topic, lang, email: typed, consentVersion } = form;
    const right = rightForm.safeParse({ email: typed, agree: form.agree });
    const text = await this.texts.shown(consentVersion, lang);
    if (!right.success || text === undefined) {
      const faults = right.success ? { agree: words[lang].rules.agree } : faultsOf(right.error, words[lang].rules);
      return new Html(await this.form({ topic, lang, id, email: typed }, faults), undefined, 400);
    }
    const command = {
      type: 'AskSubscription',
      address: new Personal(right.data.email),
      channel: 'email',
      topics: [topic],
      language: lang,
      consent: { text, version: consentVersion, how: 'form', reference: id },
      mailAt: null,
      at: context.now,
    } as const;
    await this.commands.execute(new SubscriberCommand(randomUUID(), command, context));
    return new Html(wishSent(lang, topic));
  }

  private async form(
    { topic, lang, id, email }: { topic: string; lang: Language; id: string; email: string },
    faults: FieldFaults,
  ) {
    const [label] = await topicLabels(this.aggregates.store, [topic], lang);
    if (!label) throw new Error('A topic has a label.');
    return subscriptionForm({ lang, label, consent: await this.texts.current(), id, email, faults });
  }
}
