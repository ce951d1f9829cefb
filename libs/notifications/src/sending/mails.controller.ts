import { Answers, Permission, Reads } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { messageList } from './views/message-list.view.js';
import { subscriptionList } from '../subscribers/views/subscription-list.view.js';
import { MailsReader } from './views/mails.reader.js';
import { mailParams, mailsAnswer, mailsQuery } from './mail/mails.schemas.js';

/** Mails hold addresses, and links that act for their owners: they are for those who may write. */
@ApiTags('Mails')
@Controller('notifications/v1/mails')
export class MailsController {
  constructor(private readonly mails: MailsReader) {}

  @Get()
  @Permission('notifications:write')
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
  @Permission('notifications:write')
  @ApiProduces('message/rfc822')
  @ApiOperation({ summary: 'One of these mails', description: 'As it would have gone out.' })
  get(@Param({ schema: mailParams }) { file }: z.output<typeof mailParams>) {
    return this.mails.get(file);
  }
}
