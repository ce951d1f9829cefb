import type { CommandContext } from '@ecou/event-sourcing';
import { CalledBy, Context, Permission, personalText, Produces, type Caller, ReadsPersonal } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PetitionCommand } from './petition/verbs/petition.command.js';
import { AttachmentReader } from './views/attachment.reader.js';

const fileParams = z.strictObject({ id: z.uuid(), file: z.uuid() });
type FileParams = z.output<typeof fileParams>;

const removeBody = z
  .strictObject({ reason: personalText(5000).describe('Why it is removed.') })
  .meta({ id: 'RemoveAttachment' });

/** The files of a petition. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class AttachmentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: AttachmentReader,
  ) {}

  @Get(':id/files/:file')
  @ReadsPersonal()
  @Permission('petitions:handle')
  @Produces('application/octet-stream')
  @ApiOperation({ summary: 'One file of a petition, to be saved' })
  file(@Param({ schema: fileParams }) { id, file }: FileParams, @CalledBy() caller: Caller) {
    return this.reader.get(id, file, caller);
  }

  @Post(':id/files/:file/remove')
  @HttpCode(200)
  @Permission('petitions:handle')
  @ApiOperation({
    summary: 'Remove a file for good',
    description: 'That it was there, and why it went, stays on record.',
  })
  remove(
    @Param({ schema: fileParams }) { id, file }: FileParams,
    @Body({ schema: removeBody }) { reason }: z.output<typeof removeBody>,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(new PetitionCommand(id, { type: 'RemoveAttachment', fileId: file, reason }, context));
  }
}
