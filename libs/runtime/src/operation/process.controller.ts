import { asyncApi } from '@ecou/contracts';
import { Controller, Get, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { ContextService } from '../context/context-service.js';
import { Representation } from '../http/answers.js';
import { Answers } from '../http/openapi.decorators.js';
import { Permission, Public } from '../http/route.js';
import { metricsText, metricsType, nodeMetrics, type ContextMetrics } from '../telemetry/metrics.js';
import { partAnswer, readyRepresentation } from './context.controllers.js';
import { readinessOf } from './health.js';

const readyAnswer = z.object({
  ready: z.boolean(),
  contexts: z.record(z.string(), z.object({ ready: z.boolean(), parts: z.record(z.string(), partAnswer) })),
});

/** The same questions as a context answers, for the whole process. `rest` counts the requests that belong to no context. */
export function processController(services: ReadonlyMap<string, ContextService>, rest: ContextMetrics): Type {
  const all = [...services.values()];

  @ApiTags('Operation')
  @Controller()
  class ProcessController {
    @Get('health/live')
    @Public()
    @ApiOperation({ summary: 'Whether the process is alive' })
    live() {
      return { live: true };
    }

    @Get('health/ready')
    @Public()
    @ApiOperation({ summary: 'Whether every context can serve, and how each part does' })
    @Answers(readyAnswer)
    async ready() {
      const states = await Promise.all(all.map(async (service) => [service.name, await readinessOf(service)] as const));
      const ready = states.every(([, state]) => state.ready);
      return readyRepresentation({ ready, contexts: Object.fromEntries(states) } as { ready: boolean });
    }

    @Get('metrics')
    @Permission('metrics:read')
    @ApiOperation({ summary: 'Metrics of every context and of the process, in the format of Prometheus' })
    async metrics() {
      await Promise.all(all.map((service) => service.refreshMetrics()));
      const registries = [...all.map(({ metrics }) => metrics.registry), rest.registry, nodeMetrics()];
      return new Representation(metricsType, await metricsText(registries));
    }

    @Get('asyncapi.json')
    @Public()
    @ApiOperation({ summary: 'What other systems can subscribe to, as AsyncAPI 3.0' })
    catalogue() {
      return asyncApi({ contexts: [...services.keys()] });
    }
  }

  return ProcessController;
}
