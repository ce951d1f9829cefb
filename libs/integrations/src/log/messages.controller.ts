import { Answers, CallerGone, Continued, Permission, PrefersOneOf, Produces, Streamed } from '@ecou/runtime';
import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { LogReader } from './log.reader.js';
import { LogStreams } from './log-streams.js';
import { lastEventId, messagesAnswer, messagesQuery } from './messages.schemas.js';

const ndjsonType = 'application/x-ndjson';
const sseType = 'text/event-stream';
const forms: Readonly<Record<string, 'ndjson' | 'sse'>> = { [ndjsonType]: 'ndjson', [sseType]: 'sse' };

@ApiTags('Message log')
@Controller('integrations/v1/messages')
export class MessagesController {
  constructor(
    private readonly log: LogReader,
    private readonly streams: LogStreams,
  ) {}

  @Get()
  @Permission('log:read')
  @ApiOperation({
    summary: 'Read the log of public messages',
    description:
      'Every public message of every context, in one order. Each is a CloudEvent 1.0 with its `position`. `wait` holds the answer until there is one. `format=ndjson` or `Accept: application/x-ndjson` answers all there are, one in a line; `format=sse` or `Accept: text/event-stream` whatever comes, too, and goes on after `Last-Event-ID`. 410 where messages are asked for that are not kept any more.',
  })
  @Answers(messagesAnswer)
  @Produces(ndjsonType, sseType)
  async read(
    @Query({ schema: messagesQuery }) query: z.output<typeof messagesQuery>,
    @PrefersOneOf(ndjsonType, sseType) preferred: string | undefined,
    @Headers('last-event-id') lastId: string | undefined,
    @CallerGone() gone: AbortSignal,
  ): Promise<Continued | Streamed> {
    const { after, since, type: types, key, limit, wait, format } = query;
    const form = format ?? forms[preferred ?? ''];
    const filter = { types, key };
    const from = await this.startOf({ after: (form === 'sse' ? lastEventId(lastId) : undefined) ?? after, since });
    if (form === undefined || form === 'json') {
      const { items, next } = await this.streams.page(from, filter, { limit, waitMs: wait * 1_000, signal: gone });
      return new Continued({ items, position: next }, { after: String(next), since: null });
    }
    // What is wrong with the position is said before the answer begins.
    await this.log.after(from, filter, 1);
    return form === 'ndjson'
      ? new Streamed(ndjsonType, this.streams.lines(from, filter))
      : new Streamed(sseType, this.streams.events(from, filter));
  }

  private startOf({ after, since }: { after: number | undefined; since: string | undefined }): Promise<number> {
    if (after !== undefined) return Promise.resolve(after);
    return since === undefined ? this.log.start() : this.log.since(since);
  }
}
