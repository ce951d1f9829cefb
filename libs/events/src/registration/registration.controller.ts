import { registrationPage } from '@ecou/contracts';
import { Invalid, Unknown, type CommandContext, type CommandResult } from '@ecou/event-sourcing';
import {
  Answers,
  AnswersRepeats,
  CalledBy,
  Context,
  idParams,
  Ignores,
  Limited,
  Permission,
  Produces,
  Public,
  Publisher,
  Reads,
  Representation,
  ReadsPersonal,
} from '@ecou/runtime';
import type { Caller, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CodePictures } from './registration/code-pictures.js';
import { RegistrationTokens } from './registration/registration-tokens.js';
import { RegistrationCommand } from './registration/registration.command.js';
import {
  cancelRegistrationBody,
  codeQuery,
  confirmRegistrationBody,
  holderQuery,
  oneRegistrationAnswer,
  registerBody,
  registeredAnswer,
  registrationBounds,
  registrationParams,
  registrationsAnswer,
  registrationsQuery,
} from './registration/registration.schemas.js';
import { registrationList } from './views/registration-list.view.js';
import { RegistrationReader } from './views/registration.reader.js';

type Params = z.output<typeof registrationParams>;

@ApiTags('Registration')
@Controller('events/v1/civic-events/:id/registrations')
export class RegistrationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly registrations: RegistrationReader,
    private readonly tokens: RegistrationTokens,
    private readonly pictures: CodePictures,
    private readonly publisher: Publisher,
  ) {}

  @Post()
  @Public()
  @AnswersRepeats()
  @Limited('registrations', registrationBounds)
  @Ignores('If-Match')
  @ApiOperation({
    summary: 'Register for a civic event',
    description:
      'Answers whether there is a seat, a place on the waiting list, or something to confirm first, and the secret of the holder. Where nobody confirms by a link, a contact that is registered already is refused (`CONTACT_REGISTERED`), and its owner is sent their own link again; where people confirm, the answer is the same for everybody. An address registers thirty people a day, and one contact can be used five times a day per session; then each takes a proof of work (429, `PROOF_NEEDED`), up to 300 and 20. A caller with `events:write` registers somebody else, also before it opens.',
  })
  @Answers(registeredAnswer, { status: 201 })
  async register(
    @Param({ schema: idParams }) { id: civicEventId }: IdParams,
    @Body({ schema: registerBody }) { id, ...person }: z.output<typeof registerBody>,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ): Promise<CommandResult> {
    const byStaff = caller.can('events:write');
    if (!byStaff && person.contact === null) {
      throw new Invalid('CONTACT_MISSING', 'Say where you are told of your seat.', ['contact']);
    }
    const command = { type: 'Register', civicEventId, ...person, byStaff } as const;
    const result = context.repeated ?? (await this.run(id ?? context.commandId, command, context));
    const told = 'state' in result.more ? result.more : await this.told(result.id, civicEventId);
    const token = byStaff ? null : this.tokens.manage.of(result.id);
    const page = token === null ? null : this.publisher.publicUrl + registrationPage(result.id, token);
    return result.with({ ...told, token, page });
  }

  @Get()
  @ReadsPersonal()
  @Permission('events:write')
  @Reads(registrationList)
  @ApiOperation({ summary: 'Who registered for a civic event', description: 'In the order in which they came.' })
  @Answers(registrationsAnswer)
  find(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: registrationsQuery }) criteria: z.output<typeof registrationsQuery>,
  ) {
    return this.registrations.list(id, criteria);
  }

  @Get(':registrationId')
  @ReadsPersonal({ byLink: true })
  @Public()
  @Reads(registrationList)
  @ApiOperation({
    summary: 'One registration',
    description:
      'For its holder, who has the secret, and for staff, who also see what became of the latest message to them; unknown to others.',
  })
  @Answers(oneRegistrationAnswer)
  get(
    @Param({ schema: registrationParams }) { id, registrationId }: Params,
    @Query({ schema: holderQuery }) { token }: z.output<typeof holderQuery>,
    @CalledBy() caller: Caller,
  ) {
    const isStaff = caller.can('events:write');
    this.refuseStranger(registrationId, token, isStaff);
    return this.registrations.get(registrationId, id, isStaff);
  }

  @Get(':registrationId/code')
  @ReadsPersonal({ byLink: true })
  @Public()
  @Header('Cache-Control', 'no-store')
  @Produces('image/svg+xml', 'image/png', 'text/plain')
  @ApiOperation({
    summary: 'The code that is shown at the door',
    description: 'A QR code as SVG or PNG, or the text that stands in it. For the holder and for staff.',
  })
  async code(
    @Param({ schema: registrationParams }) { id, registrationId }: Params,
    @Query({ schema: codeQuery }) { token, format }: z.output<typeof codeQuery>,
    @CalledBy() caller: Caller,
  ): Promise<Representation> {
    this.refuseStranger(registrationId, token, caller.can('events:write'));
    await this.registrations.get(registrationId, id);
    return this.pictures.drawn(this.tokens.codeOf(registrationId), format, caller.isPublic);
  }

  @Post(':registrationId/cancel')
  @HttpCode(200)
  @Public()
  @ApiOperation({
    summary: 'Cancel a registration',
    description:
      'By its holder, who has the secret, or by staff. The place goes to the first who waits and whom it fits.',
  })
  cancel(
    @Param({ schema: registrationParams }) { id, registrationId }: Params,
    @Body({ schema: cancelRegistrationBody }) { token }: z.output<typeof cancelRegistrationBody>,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ) {
    const byStaff = caller.can('events:write');
    this.refuseStranger(registrationId, token, byStaff);
    const reason = byStaff ? 'staff' : 'holder';
    return this.run(registrationId, { type: 'CancelRegistration', reason, civicEventId: id }, context);
  }

  @Post(':registrationId/confirm')
  @HttpCode(200)
  @Public()
  @ApiOperation({
    summary: 'Confirm a registration',
    description: 'By the secret of the link that was sent, or by staff, who have spoken to them.',
  })
  confirm(
    @Param({ schema: registrationParams }) { id, registrationId }: Params,
    @Body({ schema: confirmRegistrationBody }) { token }: z.output<typeof confirmRegistrationBody>,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ) {
    const byStaff = caller.can('events:write');
    if (!byStaff && !this.tokens.confirm.opens(token ?? '', registrationId)) throw unknown();
    const by = byStaff ? 'staff' : 'link';
    return this.run(registrationId, { type: 'ConfirmRegistration', by, civicEventId: id }, context);
  }

  /** The state of a registration that was there already. */
  private async told(id: string, civicEventId: string) {
    const { state, place, confirmBy } = (await this.registrations.get(id, civicEventId)).body;
    return { state, place, confirmBy };
  }

  /** To whoever has neither secret nor permission, every registration is unknown. */
  private refuseStranger(registrationId: string, token: string | undefined, isStaff: boolean): void {
    if (!isStaff && !this.tokens.manage.opens(token ?? '', registrationId)) throw unknown();
  }

  private run(id: string, command: RegistrationCommand['command'], context: CommandContext): Promise<CommandResult> {
    return this.commands.execute(new RegistrationCommand(id, command, context));
  }
}

const unknown = () => new Unknown('REGISTRATION_UNKNOWN', 'There is no such registration, or it is not yours.');
