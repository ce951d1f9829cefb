import {
  Answers,
  CalledBy,
  LinkRoute,
  Permission,
  Produces,
  Reads,
  Representation,
  type Caller,
  ReadsPersonal,
} from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { LetterPdfs } from './letters/letter-pdfs.js';
import {
  letterParams,
  letterQuery,
  outgoingAnswer,
  outgoingQuery,
  type LetterQuery,
  type OutgoingQuery,
} from './letters/letters.schemas.js';
import { ownLetterParams, ownLetterQuery } from './status/status.schemas.js';
import { StatusAccess } from './status-access.js';
import { TokenHeader, Visitor, type Visiting } from './status/visitor.js';
import { LetterReader } from './views/letter.reader.js';
import { outgoingLetter } from './views/outgoing-letter.view.js';
import { OutgoingRegisterReader } from './views/outgoing-register.reader.js';

/** The letters in which petitions are answered, and their register. */
@ApiTags('Letters')
@Controller('feedback/v1')
export class LettersController {
  constructor(
    private readonly register: OutgoingRegisterReader,
    private readonly letters: LetterReader,
    private readonly pdfs: LetterPdfs,
    private readonly access: StatusAccess,
  ) {}

  @Get('outgoing-register')
  @Permission('petitions:read')
  @Reads(outgoingLetter)
  @ApiOperation({
    summary: 'The outgoing register',
    description:
      'Every letter that went out, with its number and whether it arrived, the newest first; nothing personal. An officer sees those of the own department.',
  })
  @Answers(outgoingAnswer)
  outgoing(@Query({ schema: outgoingQuery }) criteria: OutgoingQuery, @CalledBy() caller: Caller) {
    return this.register.list(criteria, caller);
  }

  @Get('petitions/:id/letters/:sending')
  @ReadsPersonal()
  @Permission('petitions:handle')
  @Produces('application/pdf')
  @ApiOperation({
    summary: 'The letter of an answer',
    description:
      'As a tagged PDF on the letterhead that it went out with, with its outgoing number, who signed it, and what is enclosed; the mail carries the same bytes.',
  })
  async letter(
    @Param({ schema: letterParams }) { id, sending }: z.output<typeof letterParams>,
    @Query({ schema: letterQuery }) { lang }: LetterQuery,
    @CalledBy() caller: Caller,
  ): Promise<Representation> {
    const letter = await this.letters.forCaller({ id, sending, lang }, caller);
    return this.pdfs.answer(letter, { isPublic: false });
  }

  @Get('status/:number/letters/:sending')
  @ReadsPersonal({ byLink: true })
  @Produces('application/pdf')
  @LinkRoute('The letter of an answer, for its petitioner')
  @TokenHeader
  async ownLetter(
    @Param({ schema: ownLetterParams }) { number, sending }: z.output<typeof ownLetterParams>,
    @Query({ schema: ownLetterQuery }) { token, lang }: z.output<typeof ownLetterQuery>,
    @Visitor() visitor: Visiting,
  ): Promise<Representation> {
    const id = await this.access.open({ number, token: token ?? visitor.token, address: visitor.address });
    return this.pdfs.answer(await this.letters.get({ id, sending, lang }), { isPublic: true });
  }
}
