import { Unavailable } from '@ecou/event-sourcing';
import {
  Answers,
  asksForPage,
  CalledBy,
  Html,
  OwnTables,
  Permission,
  Prefers,
  Produces,
  Public,
  ReadModels,
  type Caller,
} from '@ecou/runtime';
import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { beganAnswer, starAnswer, starQuery, type StarAnswer } from './checks.schemas.js';
import type { Found } from './relations.js';
import { starPage } from './star-page.js';
import { starTables } from './star-tables.js';
import { StarKeeper } from './star-keeper.js';
import { beginCheck } from './stars.js';

interface Check {
  readonly position: number;
  readonly beganAt: string;
  readonly endedAt: string;
  readonly found: readonly Found[];
}

@ApiTags('Star schema')
@Controller('analytics/v1/star')
export class ChecksController {
  constructor(
    private readonly tables: OwnTables,
    private readonly readModels: ReadModels,
    private readonly keeper: StarKeeper,
  ) {}

  @Get()
  @Public()
  @ApiOperation({
    summary: 'How far the star schema is, and whether it is what its record says',
    description:
      'Each table of the live star is a fold over the record of public messages. A check makes a copy anew, and counts the rows that differ: none, as it should be. `format=html` answers a page.',
  })
  @Answers(starAnswer)
  @Produces('text/html')
  async get(
    @Query({ schema: starQuery }) { format, lang }: z.output<typeof starQuery>,
    @Prefers('text/html') prefersPage: boolean,
    @CalledBy() caller: Caller,
  ) {
    const star = await this.read(caller.can('figures:read'));
    return asksForPage(format, prefersPage) ? new Html(starPage(star, lang)) : star;
  }

  @Post('checks')
  @HttpCode(202)
  @Permission('analysts:manage')
  @ApiOperation({
    summary: 'Compare the star with a copy that is made anew out of its record',
    description:
      'It takes its time, beside everything else; what was found stands in the answer of `/analytics/v1/star`.',
  })
  @Answers(beganAnswer)
  async begin(): Promise<{ position: number }> {
    const position = await this.tables.transaction(beginCheck);
    if (position === undefined) throw new Unavailable('STAR_BUILDING', 'The star is being built; ask again later.');
    this.keeper.wake();
    return { position };
  }

  /** Numbers of rows are told to whom `withRows` says: some tables are about few people. */
  private async read(withRows: boolean): Promise<StarAnswer> {
    const [star] = await this.readModels.query<Omit<StarAnswer, 'tables' | 'checks'>>(
      `SELECT r.last, s.definition, s.position, s.built_at AS "builtAt",
              EXISTS (SELECT FROM stars c WHERE c.state = 'checking') AS "isChecking"
       FROM record r LEFT JOIN stars s ON s.state = 'live'`,
    );
    if (!star) throw new Error('The record has no row.');
    const checks = await this.readModels.query<Check>(
      'SELECT position, began_at AS "beganAt", ended_at AS "endedAt", found FROM checks ORDER BY id DESC LIMIT 10',
    );
    return {
      ...star,
      tables: starTables.map(({ name, comment }) => ({ name, meaning: comment })),
      checks: checks.map((check) => ({
        ...check,
        isEqual: check.found.every(({ differing }) => differing === 0),
        found: check.found.map((found) => ({ ...found, rows: withRows ? found.rows : null })),
      })),
    };
  }
}
