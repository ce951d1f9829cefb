import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  approvalKind,
  Approvals,
  asksForPage,
  CalledBy,
  Context,
  GivenApproval,
  Html,
  idParams,
  NeedsApproval,
  Permission,
  Prefers,
  Produces,
  Public,
  Reads,
  type Approving,
  type Caller,
  type IdParams,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { retentionRuns } from '../views/retention-runs.view.js';
import { thePlan } from './plan/retention-plan.aggregate.js';
import { isStricter, noticeDays } from './plan/retention-plan.decider.js';
import { RetentionPlanOrder, RetentionRunCommand } from './retention.command.js';
import { periodsPage } from './periods-page.js';
import { RetentionReader } from './retention.reader.js';
import {
  activityParams,
  endBody,
  periodsAnswer,
  periodsQuery,
  rehearseBody,
  ruleBody,
  rulesAnswer,
  runAnswer,
  runsAnswer,
  runsQuery,
  type RunsQuery,
} from './retention.schemas.js';

type ActivityParams = z.output<typeof activityParams>;

/** A rule by which values go earlier than before. */
interface RuleOrder {
  readonly activity: string;
  readonly days: number;
}

const shortenRetention = approvalKind<RuleOrder>({
  name: 'shorten-retention',
  permission: 'retention:manage',
  says: ({ activity, days }) =>
    `Erase people for good ${days} days after the end that is declared for the activity ${activity}, from ${noticeDays} days after the order on.`,
});

/** Periods for which values of people are kept, and their runs. */
@ApiTags('Retention')
@Controller('identity/v1/retention')
export class RetentionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: RetentionReader,
    private readonly approvals: Approvals,
  ) {}

  @Get('rules')
  @Permission('retention:read')
  @ApiOperation({
    summary: 'How long values of people are kept, by processing activity',
    description: 'Where no rule is in force, nothing goes by itself.',
  })
  @Answers(rulesAnswer)
  rules() {
    return this.reader.rules();
  }

  @Get('periods')
  @Public()
  @ApiOperation({
    summary: 'How long values of people are kept, for the public',
    description: 'As `rules`, without who set them and why. `format=html` answers a page.',
  })
  @Answers(periodsAnswer)
  @Produces('text/html')
  async periods(
    @Query({ schema: periodsQuery }) { format, lang }: z.output<typeof periodsQuery>,
    @Prefers('text/html') prefersPage: boolean,
  ) {
    const periods = periodsAnswer.parse(await this.reader.rules());
    return asksForPage(format, prefersPage) ? new Html(periodsPage(periods.items, lang)) : periods;
  }

  @Put('rules/:activity')
  @Permission('retention:manage')
  @NeedsApproval(shortenRetention)
  @ApiOperation({
    summary: 'Set a period',
    description:
      'A first or a shorter one is approved by a second administrator, and takes effect a week after it was set; a longer one takes effect at once.',
  })
  async set(
    @Param({ schema: activityParams }) { activity }: ActivityParams,
    @Body({ schema: ruleBody }) { days, reason }: z.output<typeof ruleBody>,
    @GivenApproval() approving: Approving,
    @Context() context: CommandContext,
  ) {
    this.reader.requireActivity(activity);
    const plan = await this.reader.plan();
    const isKnown = plan.rules.get(activity)?.days === days;
    const needsTwo = !isKnown && isStricter(plan, activity, days, context.now);
    const asked = needsTwo ? await this.approvals.admit(shortenRetention, { activity, days }, approving) : undefined;
    const command = { type: 'SetRule', activity, days, reason, by: approving.caller.actor, at: context.now } as const;
    return asked ?? this.commands.execute(new RetentionPlanOrder(thePlan, command, context));
  }

  @Post('rules/:activity/end')
  @HttpCode(200)
  @Permission('retention:manage')
  @ApiOperation({ summary: 'End a rule: nothing goes by it any more' })
  end(
    @Param({ schema: activityParams }) { activity }: ActivityParams,
    @Body({ schema: endBody }) { reason }: z.output<typeof endBody>,
    @CalledBy() { actor }: Caller,
    @Context() context: CommandContext,
  ) {
    this.reader.requireActivity(activity);
    const command = { type: 'EndRule', activity, reason, by: actor, at: context.now } as const;
    return this.commands.execute(new RetentionPlanOrder(thePlan, command, context));
  }

  @Post('rehearsals')
  @Permission('retention:manage')
  @ApiOperation({
    summary: 'See who would go, and when, before a rule takes effect',
    description: 'Counts alone, by the same search as a run. Read the answer of `runs/{id}` once its state is `done`.',
  })
  async rehearse(
    @Body({ schema: rehearseBody }) { asOf, rules }: z.output<typeof rehearseBody>,
    @CalledBy() { actor }: Caller,
    @Context() context: CommandContext,
  ) {
    const set = [...(await this.reader.plan()).rules].map(([activity, { days }]) => ({ activity, days }));
    for (const { activity } of rules ?? []) this.reader.requireActivity(activity);
    const command = { type: 'Rehearse', asOf: asOf ?? context.now, rules: rules ?? set, by: actor } as const;
    return this.commands.execute(new RetentionRunCommand(context.commandId, command, context));
  }

  @Get('runs')
  @Permission('retention:read')
  @Reads(retentionRuns)
  @ApiOperation({ summary: 'What the runs did, the newest first', description: 'Without personal data.' })
  @Answers(runsAnswer)
  runs(@Query({ schema: runsQuery }) query: RunsQuery) {
    return this.reader.runs(query);
  }

  @Get('runs/:id')
  @Permission('retention:read')
  @ApiOperation({ summary: 'One run, or one rehearsal' })
  @Answers(runAnswer)
  run(@Param({ schema: idParams }) { id }: IdParams) {
    return this.reader.run(id);
  }
}
