import { Answers, CalledBy, OwnTables, Permission, type Caller } from '@ecou/runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { SETTINGS, type Settings } from '../settings.js';
import { addressesOf, type Addresses } from './addresses.js';
import { listAnalysts, makeAnalyst, revokeAnalyst, rotateAnalyst, type Access, type Analyst } from './analyst-roles.js';
import { accessAnswer, analystAnswer, analystParams, analystsAnswer, newAnalyst } from './analysts.schemas.js';

@ApiTags('Analysts')
@Controller('analytics/v1/analysts')
export class AnalystsController {
  constructor(
    private readonly tables: OwnTables,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Permission('analysts:manage')
  @ApiOperation({ summary: 'Who may query figures by SQL', description: 'Also those whose roles were revoked.' })
  @Answers(analystsAnswer)
  async list(): Promise<{ items: Analyst[] }> {
    return { items: await this.tables.transaction(listAnalysts) };
  }

  @Post()
  @Permission('analysts:manage')
  @ApiOperation({
    summary: 'Let somebody query figures by SQL',
    description:
      'Makes a role of the database server that reads the views of figures and nothing else, within limits of time, memory and connections. The password is answered once.',
  })
  @Answers(accessAnswer)
  async create(
    @Body({ schema: newAnalyst }) { name, asOf }: z.output<typeof newAnalyst>,
    @CalledBy() caller: Caller,
  ): Promise<Addresses> {
    return this.told(await this.tables.transaction((run) => makeAnalyst(name, caller.actor, asOf, run)));
  }

  @Post(':name/rotate')
  @HttpCode(200)
  @Permission('analysts:manage')
  @ApiOperation({ summary: 'Draw another password', description: 'The old one opens nothing any more; sessions end.' })
  @Answers(accessAnswer)
  async rotate(@Param({ schema: analystParams }) { name }: z.output<typeof analystParams>): Promise<Addresses> {
    return this.told(await this.tables.transaction((run) => rotateAnalyst(name, run)));
  }

  @Post(':name/revoke')
  @HttpCode(200)
  @Permission('analysts:manage')
  @ApiOperation({ summary: 'Remove a role', description: 'Its sessions end.' })
  @Answers(analystAnswer)
  revoke(
    @Param({ schema: analystParams }) { name }: z.output<typeof analystParams>,
    @CalledBy() caller: Caller,
  ): Promise<Analyst> {
    return this.tables.transaction((run) => revokeAnalyst(name, caller.actor, run));
  }

  private told(access: Access): Addresses {
    return addressesOf(access, this.settings.databaseUrl, this.settings.analystsAddress);
  }
}
