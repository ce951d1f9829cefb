import { Forbidden, type CommandContext } from '@ecou/event-sourcing';
import { Answers, BulkAnswer, CalledBy, Context, Ignores, Permission, type Caller } from '@ecou/runtime';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Bulk } from './bulk/bulk.js';
import { bulkAnswer, bulkBody, permissionInBulk } from './bulk/bulk.schemas.js';

/** The same done with many petitions. */
@ApiTags('Petitions')
@Controller('feedback/v1/petitions')
export class BulkController {
  constructor(private readonly bulk: Bulk) {}

  @Post('bulk')
  @HttpCode(200)
  @Permission('petitions:handle')
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Do the same with up to 200 petitions',
    description:
      'Each is done, or refused with a code, by itself. What was done already is left as it is, so that the whole may be sent again.',
  })
  @Answers(bulkAnswer)
  async run(
    @Body({ schema: bulkBody }) { id, ...request }: z.output<typeof bulkBody>,
    @CalledBy() caller: Caller,
    @Context() context: CommandContext,
  ) {
    const permission = permissionInBulk(request.action);
    if (!caller.can(permission)) throw new Forbidden('PERMISSION_MISSING', `This needs the permission ${permission}.`);
    return new BulkAnswer(await this.bulk.run({ id: id ?? context.commandId, ...request }, context));
  }
}
