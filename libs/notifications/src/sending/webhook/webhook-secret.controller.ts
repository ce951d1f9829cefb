import { Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates, Answers, Permission, ReadsPersonal } from '@ecou/runtime';
import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { SETTINGS, type Settings } from '../../settings.js';
import { subscriber } from '../../subscribers/subscriber/subscriber.aggregate.js';
import { addressParams } from '../../subscribers/subscriber/subscriber.schemas.js';
import { addressOf } from '../../subscribers/subscriber/subscriber.state.js';
import { WebhookSecrets } from './webhook-secrets.js';

const secretAnswer = z
  .object({ secret: z.string().describe('Signs what the webhook gets: `whsec_` and base64.') })
  .meta({ id: 'WebhookSecret' });

@ApiTags('Subscriptions')
@Controller('notifications/v1/subscriptions/:id/addresses/:number')
export class WebhookSecretController {
  private readonly secrets: WebhookSecrets;

  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    @Inject(SETTINGS) { secret }: Pick<Settings, 'secret'>,
  ) {
    this.secrets = new WebhookSecrets(secret);
  }

  @Get('secret')
  @ReadsPersonal()
  @Permission('notifications:write')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'The secret that signs what a webhook gets',
    description: 'For whoever looks after the webhook: hand it over on a safe way. It is that of its address.',
  })
  @Answers(secretAnswer)
  async get(@Param({ schema: addressParams }) { id, number }: z.output<typeof addressParams>) {
    const { state } = await this.aggregates.load(subscriber, id);
    const known = addressOf(state, number);
    const address = known?.channel === 'webhook' ? await this.vault.open(known.address) : undefined;
    if (address === undefined) throw new Unknown('WEBHOOK_UNKNOWN', 'The subscriber has no webhook of this number.');
    return { secret: this.secrets.of(address) };
  }
}
