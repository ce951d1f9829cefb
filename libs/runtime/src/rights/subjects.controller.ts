import { Body, Controller, Get, HttpCode, Inject, Param, Post, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Answers, Produces } from '../http/routes/openapi.decorators.js';
import { Permission } from '../http/routes/route.js';
import { Subjects } from './subjects.js';
import {
  fileParams,
  searchAnswer,
  searchBody,
  subjectAnswer,
  subjectParams,
  thingAnswer,
  thingParams,
  type SearchBody,
} from './subjects.schemas.js';

/** The routes by which staff find people in one context, and read what is on record of them. Its module provides `Subjects`. */
export function subjectsController(context: string): Type {
  @ApiTags('People')
  @Controller(`${context}/v1/subjects`)
  class SubjectsController {
    constructor(@Inject(Subjects) private readonly subjects: Subjects) {}

    @Post('search')
    @HttpCode(200)
    @Permission('subjects:read')
    @ApiOperation({
      summary: 'Find people by an exact contact or by words of a name',
      description:
        'By keyed hashes: what is looked for stands in no address and no log. A person has an id of their own in each petition, registration, conversation and so on.',
    })
    @Answers(searchAnswer)
    search(@Body({ schema: searchBody }) body: SearchBody) {
      return this.subjects.find(body);
    }

    @Get(':subject')
    @Permission('subjects:read')
    @ApiOperation({
      summary: 'Everything that is on record here of a person',
      description: 'Each fact in which they stand, with its time and their own values in the clear, and their files.',
    })
    @Answers(subjectAnswer)
    get(@Param({ schema: subjectParams }) { subject }: z.output<typeof subjectParams>) {
      return this.subjects.get(subject);
    }

    @Get('in/:stream')
    @Permission('subjects:read')
    @ApiOperation({ summary: 'Who stands in a thing, by their ids alone', description: 'Such as `petition-<id>`.' })
    @Answers(thingAnswer)
    in(@Param({ schema: thingParams }) { stream }: z.output<typeof thingParams>) {
      return this.subjects.in(stream);
    }

    @Get(':subject/files/:file')
    @Permission('subjects:read')
    @Produces('application/octet-stream')
    @ApiOperation({ summary: 'A file of a person, to be saved' })
    file(@Param({ schema: fileParams }) { subject, file }: z.output<typeof fileParams>) {
      return this.subjects.file(subject, file);
    }
  }
  return SubjectsController;
}
