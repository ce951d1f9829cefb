import { Rejected, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import { Answers, CalledBy, Context, idParams, Ignores, Permission, type Caller, type IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { LogReader } from '../log/log.reader.js';
import { DeliveriesReader } from './deliveries.reader.js';
import { EndpointTester } from './endpoint-tester.js';
import { EndpointCommand } from './endpoint/endpoint.command.js';
import type { AskReplay, PauseEndpoint, ResumeEndpoint } from './endpoint/endpoint.decider.js';
import {
  deliveriesAnswer,
  deliveriesQuery,
  replayBody,
  testAnswer,
  type DeliveriesQuery,
} from './endpoint/endpoint.schemas.js';
import { EndpointsReader } from './endpoints.reader.js';
import { ownOf } from './own.js';

/** Routes about the messages that an endpoint is sent. */
@ApiTags('Webhooks')
@Controller('integrations/v1/endpoints')
export class DeliveryController {
  constructor(
    private readonly commands: CommandBus,
    private readonly endpoints: EndpointsReader,
    private readonly deliveries: DeliveriesReader,
    private readonly tester: EndpointTester,
    private readonly log: LogReader,
  ) {}

  @Post(':id/test')
  @HttpCode(200)
  @Permission('endpoints:manage')
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Send a test event at once',
    description:
      'Of type `ecou.integrations.endpoint-test.v1`, also to an endpoint that is paused. Answers what came back.',
  })
  @Answers(testAnswer)
  async test(@Param({ schema: idParams }) { id }: IdParams, @CalledBy() caller: Caller, @Context() _: CommandContext) {
    return this.tester.test({ id, ...(await this.endpoints.state(id, ownOf(caller))) });
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Permission('endpoints:manage')
  @ApiOperation({
    summary: 'Pause an endpoint',
    description: 'Nothing is sent to it, within a second or two; what it did not take waits for it to be resumed.',
  })
  async pause(
    @Param({ schema: idParams }) { id }: IdParams,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    const of = ownOf(caller);
    const position = await this.endpoints.goesOnAt(id, of);
    const why = { reason: 'asked', position, error: null, at: context.now } as const;
    return this.run(id, { type: 'PauseEndpoint', of, ...why }, context);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Permission('endpoints:manage')
  @ApiOperation({
    summary: 'Resume a paused endpoint',
    description: 'It goes on where it stopped: what it did not take is sent at once, with all its attempts before it.',
  })
  resume(
    @Param({ schema: idParams }) { id }: IdParams,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.run(id, { type: 'ResumeEndpoint', of: ownOf(caller), at: context.now }, context);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Permission('endpoints:manage')
  @ApiOperation({
    summary: 'Send messages again',
    description:
      'All that its filter lets pass, from a position or a time up to the newest message, under their ids and with the header `ecou-replay: true`; in order per key among themselves, beside what is new. One that goes on is taken into the new one.',
  })
  async replay(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: replayBody }) { position, since }: z.output<typeof replayBody>,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    const of = ownOf(caller);
    await this.endpoints.state(id, of);
    const after = position === undefined ? await this.log.since(since ?? '') : position - 1;
    const [page, upTo] = [await this.log.after(after, {}, 1), await this.log.head()];
    if (page.items.length === 0) throw new Rejected('NOTHING_TO_REPLAY', 'No message came since.');
    return this.run(id, { type: 'AskReplay', of, after, upTo, at: context.now }, context);
  }

  @Get(':id/deliveries')
  @Permission('endpoints:manage')
  @ApiOperation({
    summary: 'What became of what an endpoint was sent',
    description: 'Each attempt, the newest first, for thirty days; bodies for a week.',
  })
  @Answers(deliveriesAnswer)
  async find(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: deliveriesQuery }) criteria: DeliveriesQuery,
    @CalledBy() caller: Caller,
  ) {
    await this.endpoints.state(id, ownOf(caller));
    return this.deliveries.list(id, criteria);
  }

  private run(
    id: string,
    command: PauseEndpoint | ResumeEndpoint | AskReplay,
    context: CommandContext,
  ): Promise<CommandResult> {
    return this.commands.execute(new EndpointCommand(id, command, context));
  }
}
