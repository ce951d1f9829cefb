import { randomUUID } from 'node:crypto';
import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  asOfOnly,
  CalledBy,
  Context,
  idParams,
  Ignores,
  Limited,
  Permission,
  Public,
  Reads,
  ReadsPersonal,
} from '@ecou/runtime';
import type { AsOf, Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { subscriptionList } from './views/subscription-list.view.js';
import { ConsentTextsReader } from './consent-texts/consent-texts.reader.js';
import { consentAnswer } from './consent-texts/consent-texts.schemas.js';
import { SubscriberCommand } from './subscriber/subscriber.command.js';
import { SubscriptionsReader } from './views/subscriptions.reader.js';
import { WebhookAddress } from './webhook-address.js';
import {
  addAddressBody,
  addressParams,
  askBody,
  askedAnswer,
  endBody,
  subscriberAnswer,
  subscriptionBounds,
  subscriptionsAnswer,
  subscriptionsQuery,
} from './subscriber/subscriber.schemas.js';

/** True for those who may see an address, since they work with it. */
const seesAddresses = (caller: Caller): boolean => caller.can('notifications:write');

@ApiTags('Subscriptions')
@Controller('notifications/v1')
export class SubscriberController {
  constructor(
    private readonly commands: CommandBus,
    private readonly subscriptions: SubscriptionsReader,
    private readonly texts: ConsentTextsReader,
    private readonly webhooks: WebhookAddress,
  ) {}

  @Get('consent')
  @Public()
  @ApiOperation({ summary: 'The text to agree to', description: 'Show it, and send its version with the wish.' })
  @Answers(consentAnswer)
  consent() {
    return this.texts.current();
  }

  @Post('subscriptions')
  @HttpCode(202)
  @Public()
  @Limited('subscriptions', subscriptionBounds)
  // If-Match would be compared with the stream that the address leads to, and tell whether there is one.
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Ask to be told',
    description:
      'A mail with a link goes to the address; nothing else does before the link is confirmed. The answer is the same whether the address is known or not: it names the request only.',
  })
  @Answers(askedAnswer, { status: 202 })
  async ask(
    @Body({ schema: askBody }) { id, address, channel, topics, language, consentVersion }: z.output<typeof askBody>,
    @Context() context: CommandContext,
  ) {
    const [reference, subscriberId] = [id ?? randomUUID(), randomUUID()];
    const consent = {
      text: await this.texts.agreed(consentVersion, language),
      version: consentVersion,
      how: 'form',
      reference,
    } as const;
    const { now: at } = context;
    const command = { type: 'AskSubscription', address, channel, topics, language, consent, mailAt: null, at } as const;
    await this.commands.execute(new SubscriberCommand(subscriberId, command, context));
    return { id: reference };
  }

  @Get('subscriptions')
  @ReadsPersonal()
  @Permission('notifications:read')
  @Reads(subscriptionList)
  @ApiOperation({ summary: 'Who asked to be told of what', description: 'The newest first.' })
  @Answers(subscriptionsAnswer)
  find(
    @Query({ schema: subscriptionsQuery }) criteria: z.output<typeof subscriptionsQuery>,
    @CalledBy() caller: Caller,
  ) {
    return this.subscriptions.list(criteria, seesAddresses(caller));
  }

  @Get('subscriptions/:id')
  @ReadsPersonal()
  @Permission('notifications:read')
  @ApiOperation({ summary: 'One subscriber', description: 'With each consent: who, when, how, and the text shown.' })
  @Answers(subscriberAnswer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
    @CalledBy() caller: Caller,
  ) {
    return this.subscriptions.get(id, asOf, seesAddresses(caller));
  }

  @Post('subscriptions/:id/end')
  @HttpCode(200)
  @Permission('notifications:write')
  @ApiOperation({ summary: 'End a subscription for somebody who asked for it on another way' })
  end(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: endBody }) { topics }: z.output<typeof endBody>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'EndSubscription', topics: topics ?? 'all', how: 'staff', at: context.now } as const;
    return this.commands.execute(new SubscriberCommand(id, command, context));
  }

  @Post('subscriptions/:id/addresses')
  @HttpCode(200)
  @Permission('notifications:write')
  @ApiOperation({
    summary: 'Add an address for somebody who asked for it on another way',
    description: 'A message with a link goes to it; nothing else does before the link is used.',
  })
  async addAddress(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: addAddressBody }) { consentText: shown, consentOn, ...added }: z.output<typeof addAddressBody>,
    @Context() context: CommandContext,
  ) {
    await this.webhooks.check(added.channel, added.address.value);
    const consent = { text: shown, version: null, how: consentOn, reference: null } as const;
    const command = { type: 'AddAddress', ...added, consent, at: context.now } as const;
    return this.commands.execute(new SubscriberCommand(id, command, context));
  }

  @Post('subscriptions/:id/addresses/:number/remove')
  @HttpCode(200)
  @Permission('notifications:write')
  @ApiOperation({
    summary: 'Remove an address',
    description: 'The last one that is confirmed stays while somebody is told of anything.',
  })
  removeAddress(
    @Param({ schema: addressParams }) { id, number }: z.output<typeof addressParams>,
    @Context() context: CommandContext,
  ) {
    const command = { type: 'RemoveAddress', number, how: 'staff', at: context.now } as const;
    return this.commands.execute(new SubscriberCommand(id, command, context));
  }
}
