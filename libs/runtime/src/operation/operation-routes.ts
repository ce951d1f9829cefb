import { asyncApi } from '@ecou/contracts';
import type { KafkaServers } from '@ecou/messaging';
import { Get, type Type } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { z } from 'zod';
import { Representation } from '../http/answers/answers.js';
import { Answers, Produces } from '../http/routes/openapi.decorators.js';
import { Permission, Public } from '../http/routes/route.js';
import { metricsText, metricsType } from '../telemetry/metrics.js';

export const partAnswer = z.object({ state: z.enum(['up', 'down']), troubles: z.array(z.string()).optional() });

export interface Operated {
  readonly ready: {
    readonly summary: string;
    readonly answer: z.ZodType;
    readonly ask: () => Promise<{ readonly ready: boolean }>;
  };
  readonly metrics: {
    readonly summary: string;
    readonly registries: () => Promise<Parameters<typeof metricsText>[0]>;
  };
  /** Names of those whose contracts the catalogue has. */
  readonly contexts: readonly string[];
  /** The brokers that subscribers reach; none where the bus is PostgreSQL. */
  readonly kafka: KafkaServers;
}

/** A base class with the routes that a context has and a whole process, too: health, metrics, the catalogue of what is told. */
export function operationRoutes({ ready, metrics, contexts, kafka }: Operated): Type {
  const protocol = kafka.tls ? 'kafka-secure' : 'kafka';
  const servers = kafka.brokers.map((host, index) => ({ name: `kafka-${index + 1}`, host, protocol }) as const);
  class OperationRoutes {
    @Get('health/live')
    @Public()
    @ApiOperation({ summary: 'Whether the process is alive' })
    @Answers(z.object({ live: z.literal(true) }))
    live() {
      return { live: true };
    }

    @Get('health/ready')
    @Public()
    @ApiOperation({ summary: ready.summary })
    @Answers(ready.answer)
    async ready() {
      const readiness = await ready.ask();
      return new Representation('application/json', readiness, undefined, readiness.ready ? 200 : 503);
    }

    @Get('metrics')
    @Permission('metrics:read')
    @ApiOperation({ summary: metrics.summary })
    @Produces('text/plain')
    async metrics() {
      return new Representation(metricsType, await metricsText(await metrics.registries()));
    }

    @Get('asyncapi.json')
    @Public()
    @ApiOperation({ summary: 'What other systems can subscribe to, as AsyncAPI 3.0' })
    @Answers(z.looseObject({ asyncapi: z.string() }))
    catalogue() {
      return asyncApi({ contexts, servers });
    }
  }
  return OperationRoutes;
}
