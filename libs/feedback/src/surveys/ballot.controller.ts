import { Answers, BodyLimit, idParams, Ignores, Limited, Public, Untraced, type IdParams } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnswerByBallot, RequestBallot } from './ballot/ballot.command.js';
import { BallotKeyReader } from './ballot/ballot-key.reader.js';
import {
  acceptedAnswer,
  answersBody,
  ballotAnswer,
  ballotBody,
  ballotKeyAnswer,
  type AnswersBody,
  type BallotBody,
} from './ballot/ballot.schemas.js';
import { slotBytes } from './ballot/waiting.js';

/** Both steps leave nothing that tells one request from another: no id, no position, no trace, no repeated request. */
@ApiTags('Answers by ballot')
@Controller('feedback/v1/questionnaires/:id')
export class BallotController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: BallotKeyReader,
  ) {}

  @Get('ballots')
  @Public()
  @ApiOperation({
    summary: 'The key of the ballots',
    description:
      'Under which the number of a ballot is blinded and its signature checked. From the opening of the questionnaire to its closing.',
  })
  @Answers(ballotKeyAnswer)
  key(@Param({ schema: idParams }) { id }: IdParams) {
    return this.reader.get(id);
  }

  @Post('ballots')
  @HttpCode(200)
  @Public()
  @Limited('ballots', { free: 600, most: 600, seconds: 60 * 60 })
  @Untraced()
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Exchange an invitation token for a ballot',
    description:
      'The client draws a number, blinds it (RFC 9474), has it signed here and finalizes the signature; number and signature are the ballot. The same request again is answered again; another one with the token is refused.',
  })
  @Answers(ballotAnswer)
  async ballot(@Param({ schema: idParams }) { id }: IdParams, @Body({ schema: ballotBody }) body: BallotBody) {
    const signature = await this.commands.execute(new RequestBallot(id, body));
    return { signature: signature.toString('base64url') };
  }

  @Post('answers')
  @HttpCode(202)
  @Public()
  @Limited('ballot-answers', { free: 600, most: 600, seconds: 60 * 60 })
  @Untraced()
  @BodyLimit(slotBytes)
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Answer a questionnaire by ballot',
    description:
      'The answer is kept, and is recorded later, together with others and without its time. A ballot answers once: what comes with it again is accepted and not looked at. Let some time pass after the ballot was asked for.',
  })
  @Answers(acceptedAnswer, { status: 202, description: 'Kept; recorded later.' })
  async answer(@Param({ schema: idParams }) { id }: IdParams, @Body({ schema: answersBody }) body: AnswersBody) {
    return { accepted: true, receipt: await this.commands.execute(new AnswerByBallot(id, body)) };
  }
}
