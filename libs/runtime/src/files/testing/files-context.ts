import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { Unknown } from '@ecou/event-sourcing';
import { z } from 'zod';
import { EventSourcingModule } from '../../context/event-sourcing.module.js';
import { defineContext } from '../../context/define-context.js';
import { Download } from '../../http/answers/answers.js';
import { AcceptsFiles, Ignores, Permission, Public } from '../../http/routes/route.js';
import { filesField, idParams, text, type IdParams } from '../../http/input/schemas.js';
import { testRoom } from '../../testing/room.js';
import { FileStore } from '../file-store.js';
import type { ReceivedFile } from '../received-file.js';

const body = z.strictObject({ note: text(100), files: filesField });

/** The least that a context does with files: it takes them, and gives them back. */
@Controller('events/v1/files')
class FilesController {
  private readonly kept = new Map<string, ReceivedFile>();

  constructor(@Inject(FileStore) private readonly files: FileStore) {}

  @Post(':id')
  @Public()
  @Ignores('Idempotency-Key', 'If-Match')
  @AcceptsFiles({ field: 'files', most: 2, bytes: 100 * 1024 })
  async put(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: body }) { note, files }: z.output<typeof body>,
  ) {
    for (const file of files) {
      await this.files.put(id, file.bytes);
      this.kept.set(id, file);
    }
    return { note, files };
  }

  @Post(':id/locked')
  @Permission('events:write')
  @AcceptsFiles({ field: 'files', most: 2, bytes: 100 * 1024 })
  lock(@Param({ schema: idParams }) { id }: IdParams, @Body({ schema: body }) { note }: z.output<typeof body>) {
    return { id, note };
  }

  @Post(':id/closed')
  @Public()
  close(@Param({ schema: idParams }) { id }: IdParams) {
    return { id };
  }

  @Get(':id')
  @Public()
  async get(@Param({ schema: idParams }) { id }: IdParams) {
    const [file, stream] = [this.kept.get(id), await this.files.get(id)];
    if (!file || !stream) throw new Unknown('FILE_UNKNOWN', 'There is no such file.');
    return new Download(file, stream);
  }
}

declare module '../../identity/permission-names.js' {
  interface ContextPermissions {
    events: 'events:read' | 'events:write';
  }
}

export const filesContext = defineContext({
  name: 'events',
  title: 'Files',
  modules: [
    testRoom({ imports: [EventSourcingModule.forFeature({ context: 'events' })], controllers: [FilesController] }),
  ],
});
