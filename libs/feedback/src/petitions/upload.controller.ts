import type { CommandContext } from '@ecou/event-sourcing';
import { AcceptsFiles, Answers, Context, Ignores, Public } from '@ecou/runtime';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { fileBytes, mostFiles, uploadAnswer, uploadBody } from './upload/upload.schemas.js';
import { Uploads, type HandedIn } from './upload/uploads.js';

/** Files before what they belong to. */
@ApiTags('Files')
@Controller('feedback/v1/files')
export class UploadController {
  constructor(private readonly uploads: Uploads) {}

  @Post()
  @Public()
  @Ignores('Idempotency-Key', 'If-Match')
  @AcceptsFiles({ field: 'files', most: mostFiles, bytes: fileBytes, required: true })
  @ApiOperation({
    summary: 'Hand files in',
    description:
      'Up to 5 of 10 MiB each. A petition, a message or an answer attaches them by their ids within a day; those that nothing has claimed by then are removed.',
  })
  @Answers(uploadAnswer, { status: 201 })
  async handIn(
    @Body({ schema: uploadBody }) { files }: z.output<typeof uploadBody>,
    @Context() context: CommandContext,
  ): Promise<{ files: HandedIn[] }> {
    const kept: HandedIn[] = [];
    for (const file of files) kept.push(await this.uploads.keep(file, context));
    return { files: kept };
  }
}
