import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  approvalKind,
  Approvals,
  type Approving,
  type OnBehalf,
  CalledBy,
  Context,
  GivenApproval,
  InNameOfCaller,
  NeedsApproval,
  Permission,
  Reads,
  verbRoute,
  verbRoutes,
  idParams,
  type Caller,
  type IdParams,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { HoldsReader } from './holds/holds.reader.js';
import { monthsAfter } from './request/due.js';
import { refuseWhileBlocked } from './request/erasure.decider.js';
import { RightsRequestCommand } from './request/rights-request.command.js';
import { RightsReader } from './rights.reader.js';
import {
  answerBody,
  extendBody,
  holdBody,
  reasonBody,
  receiveBody,
  rectifyBody,
  refuseBody,
  requestAnswer,
  requestsAnswer,
  requestsQuery,
  subjectsBody,
  type RequestsQuery,
} from './rights.schemas.js';
import { rightsRequestList } from './views/rights-request-list.view.js';

/** An erasure, by the request and the ids that it is about. */
interface ErasureOrder {
  readonly requestId: string;
  readonly subjects: readonly string[];
}

const eraseSubjects = approvalKind<ErasureOrder>({
  name: 'erase-subjects',
  permission: 'rights:approve',
  says: ({ requestId, subjects }) => `Erase the person of request ${requestId} for good, under ${subjects.length} ids.`,
});

const verbs = verbRoutes(RightsRequestCommand, 'rights:handle', [
  verbRoute({
    name: 'name-subjects',
    path: 'subjects',
    summary: 'Say which ids the person has',
    description:
      'As `POST /<context>/v1/subjects/search` of each context finds them; those that were named before stay.',
    body: subjectsBody,
    command: ({ subjects }, { now }) => ({ type: 'NameSubjects', subjects, at: now }),
  }),
  verbRoute({
    name: 'hold',
    summary: 'Keep the data for now: a legal hold',
    description: 'While it stands, nobody can order the erasure (GDPR art. 17(3)).',
    body: holdBody,
    command: ({ reason, legalBasis }, { now }) => ({ type: 'PlaceLegalHold', reason, legalBasis, at: now }),
  }),
  verbRoute({
    name: 'lift-hold',
    summary: 'Lift a legal hold',
    body: reasonBody,
    command: ({ reason }, { now }) => ({ type: 'LiftLegalHold', reason, at: now }),
  }),
  verbRoute({
    name: 'rectify',
    summary: 'Note what was put right',
    description: 'By the verbs that stand for it, such as the correction of a petitioner; here it is put on record.',
    body: rectifyBody,
    command: ({ what }, { now }) => ({ type: 'NoteRectification', what, at: now }),
  }),
  verbRoute({
    name: 'restrict',
    summary: 'Stop sending and publication of the data of the person',
    description: 'GDPR art. 18. Every context is told.',
    body: reasonBody,
    command: ({ reason }, { now }) => ({ type: 'SetRestriction', reason, at: now }),
  }),
  verbRoute({
    name: 'lift-restriction',
    summary: 'Let the data be sent and published again',
    description: 'The person is told before (GDPR art. 18(3)).',
    body: reasonBody,
    command: ({ reason }, { now }) => ({ type: 'LiftRestriction', reason, at: now }),
  }),
  verbRoute({
    name: 'answer',
    summary: 'Say what the person was answered',
    body: answerBody,
    command: ({ summary }, { now }) => ({ type: 'AnswerRightsRequest', summary, at: now }),
  }),
  verbRoute({
    name: 'refuse',
    summary: 'Refuse a request, with reasons',
    body: refuseBody,
    command: ({ reasons, legalBasis }, { now }) => ({ type: 'RefuseRightsRequest', reasons, legalBasis, at: now }),
  }),
]);

@ApiTags('Rights')
@Controller('identity/v1/rights-requests')
export class RightsController extends verbs {
  constructor(
    commands: CommandBus,
    private readonly reader: RightsReader,
    private readonly approvals: Approvals,
    private readonly holds: HoldsReader,
  ) {
    super(commands);
  }

  @Post()
  @Permission('rights:handle')
  @ApiOperation({
    summary: 'Register a request of a person',
    description: 'It is to be answered within a month (GDPR art. 12(3)); a timer raises it where nobody has.',
  })
  receive(
    @Body({ schema: receiveBody }) { id, receivedAt, ...body }: z.output<typeof receiveBody>,
    @CalledBy() { actor }: Caller,
    @Context() context: CommandContext,
  ) {
    const came = receivedAt ?? context.now;
    const command = {
      type: 'ReceiveRightsRequest',
      ...body,
      receivedAt: came,
      dueAt: monthsAfter(came, 1),
      by: actor,
    } as const;
    return this.commands.execute(new RightsRequestCommand(id ?? context.commandId, command, context));
  }

  @Get()
  @Permission('rights:handle')
  @Reads(rightsRequestList)
  @ApiOperation({ summary: 'Requests of people, the oldest first' })
  @Answers(requestsAnswer)
  find(@Query({ schema: requestsQuery }) query: RequestsQuery) {
    return this.reader.list(query);
  }

  @Get(':id')
  @Permission('rights:handle')
  @ApiOperation({ summary: 'One request, and how far an erasure has come' })
  @Answers(requestAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams) {
    return this.reader.get(id);
  }

  @Post(':id/extend')
  @HttpCode(200)
  @Permission('rights:handle')
  @ApiOperation({ summary: 'Answer later than within a month', description: 'Once, before the month is over.' })
  async extend(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: extendBody }) { months, reason }: z.output<typeof extendBody>,
    @Context() context: CommandContext,
  ) {
    const { receivedAt } = await this.reader.state(id);
    const dueAt = monthsAfter(receivedAt, 1 + months);
    return this.commands.execute(
      new RightsRequestCommand(id, { type: 'ExtendAnswer', dueAt, reason, at: context.now }, context),
    );
  }

  @Post(':id/erase')
  @HttpCode(200)
  @Permission('rights:handle')
  @NeedsApproval(eraseSubjects)
  @ApiOperation({
    summary: 'Erase a person, once an administrator has approved',
    description:
      'The keys of the person are destroyed, and every context removes what it keeps beside. Nothing brings it back.',
  })
  async erase(
    @Param({ schema: idParams }) { id }: IdParams,
    @GivenApproval() approving: Approving,
    @InNameOfCaller() behalf: OnBehalf,
    @Context() context: CommandContext,
  ) {
    const { actor: by } = approving.caller;
    const order = (holdsVersion: number) =>
      this.commands.execute(
        new RightsRequestCommand(id, { type: 'OrderErasure', by, at: context.now, holdsVersion }, context),
      );
    const request = await this.reader.state(id);
    // Nobody approves what was ordered already, or cannot be.
    if (request.erasure) return order(0);
    refuseWhileBlocked(request);
    const { subjects } = request;
    const holdsVersion = await this.holds.refuse(subjects, behalf);
    const asked = await this.approvals.admit(eraseSubjects, { requestId: id, subjects }, approving);
    return asked ?? order(holdsVersion);
  }
}
