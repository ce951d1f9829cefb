import type { CommandContext } from '@ecou/event-sourcing';
import {
  Answers,
  AnswersRepeats,
  Approvals,
  Context,
  GivenApproval,
  idParams,
  NeedsApproval,
  Permission,
  type Approving,
  type IdParams,
} from '@ecou/runtime';
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Invitations } from './invitations.js';
import { recoverPerson } from './kinds.js';
import { invitationAnswer } from './passkeys.schemas.js';

/** Links by which people register a passkey, for administrators. */
@ApiTags('People')
@Controller('identity/v1/people')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly approvals: Approvals,
  ) {}

  @Post(':id/invite')
  @HttpCode(200)
  @Permission('people:manage')
  @AnswersRepeats()
  @ApiOperation({
    summary: 'Invite a person to register a passkey',
    description:
      'Once, within 72 hours, by the link in the answer, which the administrator hands over. A further invitation takes the place of the one before. Whoever signed in before, or has a role that needs two people, is recovered instead.',
  })
  @Answers(invitationAnswer)
  invite(@Param({ schema: idParams }) { id }: IdParams, @Context() context: CommandContext) {
    return this.invitations.issue(id, false, context);
  }

  @Post(':id/recover')
  @HttpCode(200)
  @Permission('people:manage')
  @NeedsApproval(recoverPerson)
  @AnswersRepeats()
  @ApiOperation({
    summary: 'Invite a person anew who lost their passkeys',
    description:
      'Needs the approval of a second person. Ends all of their sessions at once; the passkey that they register takes the place of all others.',
  })
  @Answers(invitationAnswer)
  async recover(
    @Param({ schema: idParams }) { id }: IdParams,
    @GivenApproval() approving: Approving,
    @Context() context: CommandContext,
  ) {
    if (context.repeated) return this.invitations.issue(id, true, context);
    await this.invitations.check(id);
    const asked = await this.approvals.admit(recoverPerson, { person: id }, approving);
    return asked ?? this.invitations.issue(id, true, context);
  }
}
