import { Personal, type CommandContext, type CommandResult, type Unsealed } from '@ecou/event-sourcing';
import {
  Answers,
  AnswersRepeats,
  CalledBy,
  Context,
  idParams,
  Permission,
  Reads,
  RequiresIfMatch,
  type Caller,
  type IdParams,
  ReadsPersonal,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { LogReader } from '../log/log.reader.js';
import { EndpointSecrets } from './endpoint/endpoint-secrets.js';
import { EndpointCommand } from './endpoint/endpoint.command.js';
import type { EndpointCommandBody } from './endpoint/endpoint.decider.js';
import {
  changeEndpointBody,
  createdAnswer,
  createEndpointBody,
  endpointAnswer,
  endpointsAnswer,
  endpointsQuery,
  rotatedAnswer,
  type ChangedEndpoint,
  type EndpointsQuery,
} from './endpoint/endpoint.schemas.js';
import { ownOf } from './own.js';
import { EndpointAddress } from './endpoint-address.js';
import { endpointList } from './views/endpoint-list.view.js';
import { EndpointsReader } from './endpoints.reader.js';

/** Milliseconds for which a secret signs after it was rotated. */
const olderMs = 86_400_000;

const settingsOf = ({ contact, ...settings }: ChangedEndpoint) => ({ ...settings, contact: new Personal(contact) });

@ApiTags('Webhooks')
@Controller('integrations/v1/endpoints')
export class EndpointController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: EndpointsReader,
    private readonly log: LogReader,
    private readonly secrets: EndpointSecrets,
    private readonly address: EndpointAddress,
  ) {}

  @Post()
  @Permission('endpoints:manage')
  @AnswersRepeats()
  @ApiOperation({
    summary: 'Let an address be sent messages',
    description:
      'Standard Webhooks: each request is signed by the secret in the answer, which is shown nowhere else. The body is `{ type, timestamp, data }`, where `data` is the CloudEvent of the log; above 20 kB it is `{ id, position, address }`. Messages of a key come in order, each at least once and under the same `webhook-id`. What is not answered 2xx within 15 seconds is tried ten times within three days; then the endpoint is paused. 410 pauses it at once, `Retry-After` is heeded, redirects are not followed.',
  })
  @Answers(createdAnswer, { status: 201 })
  async create(
    @Body({ schema: createEndpointBody }) { id: given, after, ...body }: z.output<typeof createEndpointBody>,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    if (context.repeated) return this.withFirstSecret(context.repeated);
    await this.address.check(body);
    const begins = after ?? (await this.log.head());
    // Throws where that cannot be had.
    await this.log.after(begins, {}, 1);
    const id = given ?? context.commandId;
    const command = { type: 'CreateEndpoint', owner: caller.actor, settings: settingsOf(body), after: begins } as const;
    return this.withFirstSecret(await this.run(id, command, context));
  }

  @Get()
  @Permission('endpoints:manage')
  @Reads(endpointList)
  @ApiOperation({ summary: 'Endpoints', description: 'Those of the key; an administrator sees all.' })
  @Answers(endpointsAnswer)
  find(@Query({ schema: endpointsQuery }) criteria: EndpointsQuery, @CalledBy() caller: Caller) {
    return this.reader.list(criteria, ownOf(caller));
  }

  @Get(':id')
  @ReadsPersonal()
  @Permission('endpoints:manage')
  @ApiOperation({ summary: 'One endpoint', description: 'With how far it has come; never its secret.' })
  @Answers(endpointAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams, @CalledBy() caller: Caller) {
    return this.reader.get(id, ownOf(caller));
  }

  @Put(':id')
  @Permission('endpoints:manage')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Change an endpoint',
    description: 'The body replaces all of it. Another filter is for messages that are still to be looked at.',
  })
  async change(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: changeEndpointBody }) body: ChangedEndpoint,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    await this.reader.state(id, ownOf(caller));
    await this.address.check(body);
    return this.run(id, { type: 'ChangeEndpoint', of: ownOf(caller), settings: settingsOf(body) }, context);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Permission('endpoints:manage')
  @AnswersRepeats()
  @ApiOperation({
    summary: 'Make a new secret',
    description:
      'The answer is the only place where it is shown. The one before signs as well for a day: requests have two signatures, separated by a space.',
  })
  @Answers(rotatedAnswer)
  async rotate(
    @Param({ schema: idParams }) { id }: IdParams,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    const of = ownOf(caller);
    const olderUntil = new Date(Date.parse(context.now) + olderMs).toISOString();
    const command = { type: 'RotateSecret', of, olderUntil, at: context.now } as const;
    const result = context.repeated ?? (await this.run(id, command, context));
    const { secret, older } = await this.reader.state(id, of, result.position);
    return result.with({ secret: this.secrets.of(id, secret), olderUntil: older[0]?.until });
  }

  @Post(':id/remove')
  @HttpCode(200)
  @Permission('endpoints:manage')
  @ApiOperation({
    summary: 'Remove an endpoint',
    description: 'With what waits for it, and what became of its messages.',
  })
  remove(
    @Param({ schema: idParams }) { id }: IdParams,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    return this.run(id, { type: 'RemoveEndpoint', of: ownOf(caller), at: context.now }, context);
  }

  private run(id: string, command: Unsealed<EndpointCommandBody>, context: CommandContext): Promise<CommandResult> {
    return this.commands.execute(new EndpointCommand(id, command, context));
  }

  private withFirstSecret(result: CommandResult): CommandResult {
    return result.with({ secret: this.secrets.of(result.id, 1) });
  }
}
