import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  Context,
  idParams,
  Permission,
  Reads,
  RequiresIfMatch,
  verbRoute,
  verbRoutes,
  type AsOf,
  type IdParams,
} from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { messageList } from '../sending/views/message-list.view.js';
import { messageDepartures } from '../subscribers/views/message-departures.view.js';
import { subscriptionList } from '../subscribers/views/subscription-list.view.js';
import { CampaignCommand } from './campaign.command.js';
import {
  audienceAnswer,
  campaignAnswer,
  campaignQuery,
  campaignsAnswer,
  campaignsQuery,
  cancelBody,
  changeBody,
  draftBody,
  historyAnswer,
  historyQuery,
  reportAnswer,
  scheduleBody,
  testBody,
  type CampaignsQuery,
} from './campaign/campaign.schemas.js';
import { campaignList } from './views/campaign-list.view.js';
import { CampaignsReader } from './views/campaigns.reader.js';

const verbs = [
  verbRoute({
    name: 'test',
    summary: 'Send a test to somebody of the staff',
    description:
      'A message in each language, which says that it is a test; ten times an hour at most. Whoever changes the campaign afterwards tests it again.',
    body: testBody,
    command: (said, { now: at }) => ({ type: 'SendTest', ...said, at }),
  }),
  verbRoute({
    name: 'schedule',
    summary: 'Give it its time',
    description:
      'Once it was tested as it stands. Until it starts another time can be chosen; what it says, and to whom, changes no more.',
    body: scheduleBody,
    command: ({ startsAt }, { now: at }) => ({ type: 'ScheduleCampaign', startsAt, at }),
  }),
  verbRoute({
    name: 'pause',
    summary: 'Hold it back',
    description:
      'Nobody else gets a message, and those that are queued wait; what is on its way within a second is not called back.',
    command: (_said, { now: at }) => ({ type: 'PauseCampaign', at }),
  }),
  verbRoute({
    name: 'resume',
    summary: 'Go on with what was paused',
    command: (_said, { now: at }) => ({ type: 'ResumeCampaign', at }),
  }),
  verbRoute({
    name: 'cancel',
    summary: 'Cancel it for good, with a reason',
    description: 'What is queued is not sent. What was sent stays in its report.',
    body: cancelBody,
    command: ({ reason }, { now: at }) => ({ type: 'CancelCampaign', reason, at }),
  }),
];

@ApiTags('Campaigns')
@Controller('notifications/v1/campaigns')
export class CampaignsController extends verbRoutes(CampaignCommand, 'campaigns:write', verbs) {
  constructor(
    commands: CommandBus,
    private readonly reader: CampaignsReader,
  ) {
    super(commands);
  }

  @Post()
  @Permission('campaigns:write')
  @ApiOperation({
    summary: 'Draft a message to those who asked for some topics',
    description: 'Nothing is sent before it was tested and has its time.',
  })
  draft(
    @Body({ schema: draftBody }) { id, ...content }: z.output<typeof draftBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id ?? context.commandId, { type: 'DraftCampaign', content, at: context.now }, context);
  }

  @Get()
  @Permission('campaigns:read')
  @Reads(campaignList)
  @ApiOperation({ summary: 'Find campaigns', description: 'What meets every criterion, the newest first.' })
  @Answers(campaignsAnswer)
  find(@Query({ schema: campaignsQuery }) criteria: CampaignsQuery) {
    return this.reader.list(criteria);
  }

  @Get(':id')
  @Permission('campaigns:read')
  @ApiOperation({ summary: 'One campaign', description: 'As it is, or as it stood.' })
  @Answers(campaignAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams, @Query({ schema: campaignQuery }) { asOf }: AsOf) {
    return this.reader.get(id, asOf);
  }

  @Put(':id')
  @Permission('campaigns:write')
  @RequiresIfMatch()
  @ApiOperation({
    summary: 'Change a draft',
    description: 'The body replaces all of it. It has to be tested again; once it has its time, it is refused.',
  })
  change(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: changeBody }) content: z.output<typeof changeBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'ChangeCampaign', content, at: context.now }, context);
  }

  @Get(':id/audience')
  @Permission('campaigns:read')
  @Reads(subscriptionList)
  @ApiOperation({
    summary: 'The number of people who would get it now',
    description:
      'By the rules by which it is sent, with the number of those whom each rule leaves out. Quiet hours and digests leave out nobody: these people get it later.',
  })
  @Answers(audienceAnswer)
  audience(@Param({ schema: idParams }) { id }: IdParams) {
    return this.reader.audience(id);
  }

  @Get(':id/report')
  @Permission('campaigns:read')
  @Reads(messageList, messageDepartures)
  @ApiOperation({
    summary: 'What became of it',
    description: 'By channel. A person who could not be reached at one address and was at the next counts at both.',
  })
  @Answers(reportAnswer)
  report(@Param({ schema: idParams }) { id }: IdParams) {
    return this.reader.report(id);
  }

  @Get(':id/history')
  @Permission('campaigns:read')
  @ApiOperation({ summary: 'Every fact about it, in order', description: 'With who and when.' })
  @Answers(historyAnswer)
  history(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: historyQuery }) paged: z.output<typeof historyQuery>,
  ) {
    return this.reader.history(id, paged);
  }

  private run(id: string, command: CampaignCommand['command'], context: CommandContext) {
    return this.commands.execute(new CampaignCommand(id, command, context));
  }
}
