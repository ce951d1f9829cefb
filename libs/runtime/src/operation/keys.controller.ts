import { SystemClock } from '@ecou/event-sourcing';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Page } from '../http/answers/answers.js';
import { Answers } from '../http/routes/openapi.decorators.js';
import { decodeCursor, encodeCursor, pageQuery } from '../http/input/queries.js';
import { CalledBy, Permission } from '../http/routes/route.js';
import { text } from '../http/input/schemas.js';
import { ApiKeys, requireOfficer } from '../identity/api-keys.js';
import { Caller, roles } from '../identity/permissions.js';
import { Approvals, type Approving } from '../approvals/approvals.js';
import { grantAdministrator } from '../approvals/kinds.js';
import { GivenApproval, NeedsApproval } from '../approvals/needs-approval.js';

const clock = new SystemClock();

const later = z.iso.datetime({ offset: true }).refine((time) => !(Date.parse(time) <= Date.parse(clock.now())), {
  error: 'is over already',
  params: { code: 'EXPIRES_IN_THE_PAST' },
});

const keyBody = z.strictObject({
  name: text(200).describe('What or whom it is for; no personal data.'),
  roles: z
    .array(z.enum(roles))
    .min(1)
    .refine((given) => new Set(given).size === given.length, {
      error: 'names a role twice',
      params: { code: 'ROLE_REPEATED' },
    }),
  officer: z
    .uuid()
    .nullable()
    .default(null)
    .describe(
      'The officer of the directory in whose name it acts; `officer` and `head-of-department` need one, and see what is its department’s.',
    ),
  expiresAt: later.nullable().default(null).describe('From then on it opens nothing. null: it never expires.'),
});

const rotateBody = z
  .strictObject({
    olderUntil: later.describe('The key before opens the same until then.'),
    expiresAt: later
      .nullable()
      .optional()
      .describe('When the new one expires; as before where it is left out, null: never.'),
  })
  .meta({ id: 'RotateKey', example: { olderUntil: '2099-01-01T00:00:00Z' } });

const rotatedAnswer = z
  .object({
    id: z.uuid(),
    key: z.string().describe('Shown this once; only its hash is kept.'),
    olderUntil: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'KeyRotated' });

const keysQuery = z.strictObject({ ...pageQuery });

const keyParams = z.strictObject({ id: z.uuid() });

const newKeyAnswer = z.object({ id: z.uuid(), key: z.string().describe('Shown this once; only its hash is kept.') });

const keysAnswer = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      roles: z.array(z.enum(roles)),
      officer: z.uuid().nullable(),
      createdAt: z.iso.datetime(),
      createdBy: z.string(),
      revokedAt: z.iso.datetime().nullable(),
      expiresAt: z.iso.datetime().nullable().describe('null: never.'),
      lastUsedAt: z.iso.datetime().nullable().describe('Up to a minute late. null: nobody used it yet.'),
    }),
  ),
  next: z.string().nullable(),
});

/** API keys, for administrators. */
@ApiTags('Identity')
@Controller('identity/v1/keys')
export class KeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly approvals: Approvals,
  ) {}

  @Post()
  @Permission('keys:manage')
  @NeedsApproval(grantAdministrator)
  @ApiOperation({
    summary: 'Make a key; the answer is the only place where it is ever shown',
    description: 'One with the role `administrator` needs the approval of a second person.',
  })
  @Answers(newKeyAnswer, { status: 201 })
  async create(
    @Body({ schema: keyBody }) order: z.output<typeof keyBody>,
    @CalledBy() caller: Caller,
    @GivenApproval() approving: Approving,
  ) {
    requireOfficer(order);
    const { name: to, roles: granted, officer, expiresAt } = order;
    const grant = { to, roles: granted.toSorted(), officer, expiresAt };
    const asked =
      granted.includes('administrator') && (await this.approvals.admit(grantAdministrator, grant, approving));
    return asked || this.keys.create({ ...order, by: caller.actor });
  }

  @Get()
  @Permission('keys:manage')
  @ApiOperation({ summary: 'All keys, revoked ones too; never the keys themselves' })
  @Answers(keysAnswer)
  async list(@Query({ schema: keysQuery }) { cursor, limit }: z.output<typeof keysQuery>): Promise<Page> {
    const [after] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    return Page.of(await this.keys.list({ limit: limit + 1, after }), limit, ({ id }) => encodeCursor([id]));
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @Permission('keys:manage')
  @ApiOperation({
    summary: 'Make a new key in the place of one',
    description:
      'It has the same id, roles and officer. The answer is the only place where it is shown; the key before opens the same until the time that is named.',
  })
  @Answers(rotatedAnswer)
  async rotate(
    @Param({ schema: keyParams }) { id }: z.output<typeof keyParams>,
    @Body({ schema: rotateBody }) order: z.output<typeof rotateBody>,
  ) {
    return { ...(await this.keys.rotate(id, order)), olderUntil: order.olderUntil };
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @Permission('keys:manage')
  @ApiOperation({ summary: 'Revoke a key; other processes take it for some seconds more' })
  @Answers(z.object({ id: z.uuid() }))
  async revoke(@Param({ schema: keyParams }) { id }: z.output<typeof keyParams>): Promise<{ id: string }> {
    await this.keys.revoke(id);
    return { id };
  }
}
