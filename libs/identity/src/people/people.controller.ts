import { Personal, Rejected, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import {
  type Accepted,
  Answers,
  Approvals,
  type Approving,
  Callers,
  Context,
  GivenApproval,
  grantAdministrator,
  idParams,
  NeedsApproval,
  Permission,
  Reads,
  type IdParams,
  type Role,
} from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { PersonCommand } from './person/person.command.js';
import { rolesOfTwo } from './person/person-roles.js';
import {
  correctBody,
  identityBody,
  inviteBody,
  officerBody,
  peopleAnswer,
  peopleQuery,
  personAnswer,
  roleBody,
  type PeopleQuery,
} from './person/person.schemas.js';
import { PeopleReader } from './people.reader.js';
import { people } from './views/people.view.js';

type Said<S extends z.ZodType> = z.output<S>;

@ApiTags('People')
@Controller('identity/v1/people')
export class PeopleController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: PeopleReader,
    private readonly callers: Callers,
    private readonly approvals: Approvals,
  ) {}

  @Post()
  @Permission('people:manage')
  @ApiOperation({
    summary: 'Invite a person',
    description:
      'They act once an account of the provider is tied to them: by an administrator, or as they first sign in with the e-mail address of the invitation.',
  })
  invite(
    @Body({ schema: inviteBody }) { id, name, email, roles, officer }: Said<typeof inviteBody>,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    const named = { name: new Personal(name), email: new Personal(email) };
    return this.run(id ?? context.commandId, context, {
      type: 'InvitePerson',
      ...named,
      roles,
      officer,
      at: context.now,
    });
  }

  @Get()
  @Permission('people:manage')
  @Reads(people)
  @ApiOperation({ summary: 'People who may sign in', description: 'Those who were invited first come first.' })
  @Answers(peopleAnswer)
  find(@Query({ schema: peopleQuery }) criteria: PeopleQuery) {
    return this.reader.list(criteria);
  }

  @Get(':id')
  @Permission('people:manage')
  @ApiOperation({ summary: 'One person' })
  @Answers(personAnswer)
  get(@Param({ schema: idParams }) { id }: IdParams) {
    return this.reader.get(id);
  }

  @Post(':id/correct')
  @HttpCode(200)
  @Permission('people:manage')
  @ApiOperation({ summary: 'Correct name and e-mail address' })
  correct(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: correctBody }) { name, email }: Said<typeof correctBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, context, { type: 'CorrectPerson', name: new Personal(name), email: new Personal(email) });
  }

  @Post(':id/grant-role')
  @HttpCode(200)
  @Permission('people:manage')
  @NeedsApproval(grantAdministrator)
  @ApiOperation({
    summary: 'Grant a role',
    description: '`administrator` needs the approval of a second person.',
  })
  async grantRole(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: roleBody }) { role }: Said<typeof roleBody>,
    @GivenApproval() approving: Approving,
    @Context() context: CommandContext,
  ) {
    const asked = rolesOfTwo.includes(role) && (await this.approve(id, role, approving));
    return asked || this.run(id, context, { type: 'GrantRole', role, by: approving.caller.actor, at: context.now });
  }

  @Post(':id/withdraw-role')
  @HttpCode(200)
  @Permission('people:manage')
  @ApiOperation({ summary: 'Withdraw a role', description: 'At once.' })
  withdrawRole(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: roleBody }) { role }: Said<typeof roleBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, context, { type: 'WithdrawRole', role, at: context.now });
  }

  @Post(':id/tie-officer')
  @HttpCode(200)
  @Permission('people:manage')
  @ApiOperation({ summary: 'Say which officer of the directory they are' })
  tieOfficer(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: officerBody }) { officer }: Said<typeof officerBody>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, context, { type: 'TieOfficer', officer, at: context.now });
  }

  @Post(':id/tie-identity')
  @HttpCode(200)
  @Permission('people:manage')
  @ApiOperation({
    summary: 'Tie an account of the provider',
    description: 'It takes the place of the one that was tied before.',
  })
  tieIdentity(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: identityBody }) { subject }: Said<typeof identityBody>,
    @Context() context: CommandContext,
  ) {
    const issuer = this.callers.provider?.settings.issuer;
    if (issuer === undefined)
      throw new Rejected('PROVIDER_MISSING', 'No provider of accounts is configured (OIDC_ISSUER).');
    return this.run(id, context, { type: 'TieIdentity', issuer, subject, how: 'administrator', at: context.now });
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Permission('people:manage')
  @ApiOperation({ summary: 'Disable a person', description: 'At once: sessions and tokens open nothing any more.' })
  disable(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, context, { type: 'DisablePerson', at: context.now });
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Permission('people:manage')
  @ApiOperation({ summary: 'Enable a person again', description: 'They sign in anew.' })
  enable(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, context, { type: 'EnablePerson', at: context.now });
  }

  @Post(':id/end-sessions')
  @HttpCode(200)
  @Permission('people:manage')
  @ApiOperation({
    summary: 'Sign a person out everywhere',
    description: 'Sessions that were begun and tokens that were issued up to now open nothing any more.',
  })
  endSessions(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.run(id, context, { type: 'EndSessions', at: context.now });
  }

  /** Nobody approves what stands already. */
  private async approve(id: string, role: Role, approving: Approving): Promise<Accepted | undefined> {
    const { roles, officer } = await this.reader.known(id);
    if (roles.includes(role)) return undefined;
    return this.approvals.admit(grantAdministrator, { to: id, roles: [role], officer, expiresAt: null }, approving);
  }

  private run(id: string, context: CommandContext, command: PersonCommand['command']): Promise<CommandResult> {
    return this.commands.execute(new PersonCommand(id, command, context));
  }
}
