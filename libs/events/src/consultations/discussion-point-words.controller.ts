import { verbRoute, verbRoutes } from '@ecou/runtime';
import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DiscussionPointCommand } from './discussion-point/discussion-point.command.js';
import { redactBody, rewordBody } from './discussion-point/discussion-point.schemas.js';

const verbs = [
  verbRoute({
    name: 'reword',
    summary: 'Put a discussion point into other words, with a reason',
    description: 'Versions of the report that were published before keep the words of then.',
    body: rewordBody,
    command: (said, { now }) => ({ type: 'RewordDiscussionPoint', ...said, at: now }),
  }),
  verbRoute({
    name: 'redact',
    summary: 'Take words out of a discussion point, such as a name, with a reason',
    description:
      'The words go from everything that was stored before, from messages and from every version of a report, and are marked as redacted; a salted hash of them is kept. What other systems have read is with them: a contract tells them.',
    body: redactBody,
    command: (said, { now }) => ({ type: 'RedactDiscussionPoint', ...said, at: now }),
  }),
];

/** Corrections of the words of a discussion point. */
@ApiTags('Discussion points')
@Controller('events/v1/discussion-points')
export class DiscussionPointWordsController extends verbRoutes(DiscussionPointCommand, 'events:write', verbs) {}
