import { Answers, Permission, Produces, Reads, ReadsPersonal } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { messageList } from './views/message-list.view.js';
import { subscriptionList } from '../subscribers/views/subscription-list.view.js';
import { MailsReader } from './views/mails.reader.js';
import { mailParams, mailQuery, mailsAnswer, mailsQuery } from './mail/mails.schemas.js';

/** Mails hold answers to petitions, and links that act for their owners: they are for administrators and staff. */
@ApiTags('Mails')
@Controller('notifications/v1/mails')
export class MailsController {
  constructor(private readonly mails: MailsReader) {}

  @Get()
  @ReadsPersonal()
  @Permission('mails:read')
  @Reads(messageList, subscriptionList)
  @ApiOperation({
    summary: 'The mails that are kept as files',
    description: 'Where no mail server is configured; the newest first.',
  })
  @Answers(mailsAnswer)
  find(@Query({ schema: mailsQuery }) criteria: z.output<typeof mailsQuery>) {
    return this.mails.list(criteria);
  }

  @Get(':file')
  @ReadsPersonal()
  @Permission('mails:read')
  @Produces('message/rfc822', 'text/plain')
  @ApiOperation({ summary: 'One of these mails', description: 'As it would have gone out, or its text, to read.' })
  get(
    @Param({ schema: mailParams }) { file }: z.output<typeof mailParams>,
    @Query({ schema: mailQuery }) { format }: z.output<typeof mailQuery>,
  ) {
    return format === 'text' ? this.mails.text(file) : this.mails.get(file);
  }
}
