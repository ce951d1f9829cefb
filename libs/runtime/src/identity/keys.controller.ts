import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Answers } from '../http/openapi.decorators.js';
import { CalledBy, Permission } from '../http/route.js';
import { ApiKeys } from './api-keys.js';
import { Caller, roles } from './permissions.js';

const keyBody = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('What or whom it is for; no personal data.'),
  roles: z
    .array(z.enum(roles))
    .min(1)
    .refine((given) => new Set(given).size === given.length, 'names a role twice'),
});

const keyParams = z.strictObject({ id: z.uuid() });

const newKeyAnswer = z.object({ id: z.uuid(), key: z.string().describe('Shown this once; only its hash is kept.') });

const keysAnswer = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      roles: z.array(z.enum(roles)),
      createdAt: z.iso.datetime(),
      createdBy: z.string(),
      revokedAt: z.iso.datetime().nullable(),
    }),
  ),
  next: z.null(),
});

/** API keys, for administrators. */
@ApiTags('Identity')
@Controller('identity/v1/keys')
export class KeysController {
  constructor(private readonly keys: ApiKeys) {}

  @Post()
  @Permission('keys:manage')
  @ApiOperation({ summary: 'Make a key; the answer is the only place where it is ever shown' })
  @Answers(newKeyAnswer, { status: 201 })
  create(@Body({ schema: keyBody }) { name, roles: given }: z.output<typeof keyBody>, @CalledBy() caller: Caller) {
    return this.keys.create(name, given, caller.actor);
  }

  @Get()
  @Permission('keys:manage')
  @ApiOperation({ summary: 'All keys, revoked ones too; never the keys themselves' })
  @Answers(keysAnswer)
  async list() {
    return { items: await this.keys.list(), next: null };
  }

  @Delete(':id')
  @HttpCode(204)
  @Permission('keys:manage')
  @ApiOperation({ summary: 'Revoke a key; other processes take it for some seconds more' })
  async revoke(@Param({ schema: keyParams }) { id }: z.output<typeof keyParams>): Promise<void> {
    await this.keys.revoke(id);
  }
}
