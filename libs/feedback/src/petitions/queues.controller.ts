import { Answers, CalledBy, Permission, Reads, type Caller, ReadsPersonal } from '@ecou/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { petitionAnswers } from './views/petition-answers.view.js';
import { petitionList } from './views/petition-list.view.js';
import { QueuesReader } from './views/queues.reader.js';
import {
  departmentParams,
  officerParams,
  queueAnswer,
  queueQuery,
  queuesAnswer,
  type QueueQuery,
} from './queues/queues.schemas.js';

/** The work of departments and officers, the most urgent first. */
@ApiTags('Queues')
@Controller('feedback/v1/queues')
export class QueuesController {
  constructor(private readonly reader: QueuesReader) {}

  @Get()
  @ReadsPersonal()
  @Permission('petitions:read')
  @Reads(petitionList, petitionAnswers)
  @ApiOperation({ summary: 'Counters per department and officer' })
  @Answers(queuesAnswer)
  counters(@CalledBy() caller: Caller) {
    return this.reader.counters(caller);
  }

  @Get(':department')
  @Permission('petitions:read')
  @Reads(petitionList)
  @ApiOperation({ summary: 'What a department has to do, the most urgent first', description: 'Nothing personal.' })
  @Answers(queueAnswer)
  ofDepartment(
    @Param({ schema: departmentParams }) of: z.output<typeof departmentParams>,
    @Query({ schema: queueQuery }) query: QueueQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.reader.list(of, query, caller);
  }

  @Get('officers/:officer')
  @Permission('petitions:read')
  @Reads(petitionList)
  @ApiOperation({ summary: 'What an officer has to do, the most urgent first', description: 'Nothing personal.' })
  @Answers(queueAnswer)
  ofOfficer(
    @Param({ schema: officerParams }) of: z.output<typeof officerParams>,
    @Query({ schema: queueQuery }) query: QueueQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.reader.list(of, query, caller);
  }
}
