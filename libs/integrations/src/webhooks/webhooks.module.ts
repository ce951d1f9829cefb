import { Engine } from '@ecou/messaging';
import { EventSourcingModule } from '@ecou/runtime';
import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { LogModule } from '../log/log.module.js';
import { DeliveriesReader } from './deliveries.reader.js';
import { DeliveryController } from './delivery.controller.js';
import { DeliveryMetrics } from './delivery/delivery-metrics.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { EndpointSecrets } from './endpoint/endpoint-secrets.js';
import { Pausing } from './delivery/pausing.js';
import { Poster } from './delivery/poster.js';
import { Requests } from './delivery/requests.js';
import { Scanner } from './delivery/scanner.js';
import { Sender } from './delivery/sender.js';
import { EndpointTester } from './endpoint-tester.js';
import { EndpointAddress } from './endpoint-address.js';
import { EndpointController } from './endpoint.controller.js';
import { endpoint } from './endpoint/endpoint.aggregate.js';
import { EndpointHandler } from './endpoint/endpoint.command.js';
import { endpointList } from './views/endpoint-list.view.js';
import { EndpointsReader } from './endpoints.reader.js';
import { publish } from './publish.js';
import { WebhookLease1797000200000, Webhooks1797000100000 } from './webhooks.migrations.js';

/** Webhooks: endpoints of other systems, and what they are sent. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'integrations',
      aggregates: [endpoint],
      views: [endpointList],
      publish,
      migrations: [Webhooks1797000100000, WebhookLease1797000200000],
    }),
    LogModule,
  ],
  controllers: [EndpointController, DeliveryController],
  providers: [
    DeliveriesReader,
    DeliveryMetrics,
    DeliveryQueue,
    EndpointAddress,
    EndpointHandler,
    EndpointSecrets,
    EndpointsReader,
    EndpointTester,
    Pausing,
    Poster,
    Requests,
    Scanner,
    Sender,
  ],
})
export class WebhooksModule implements OnApplicationBootstrap {
  constructor(
    private readonly engine: Engine,
    private readonly sender: Sender,
  ) {}

  onApplicationBootstrap(): void {
    this.engine.lead('webhooks', this.sender);
  }
}
