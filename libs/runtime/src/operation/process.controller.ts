import { Controller, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { ContextService } from '../context/context-service.js';
import { nodeMetrics, type ContextMetrics } from '../telemetry/metrics.js';
import { readinessOf } from './health.js';
import { operationRoutes, partAnswer } from './operation-routes.js';

const readyAnswer = z.object({
  ready: z.boolean(),
  contexts: z.record(z.string(), z.object({ ready: z.boolean(), parts: z.record(z.string(), partAnswer) })),
});

/** The same questions as a context answers, for the whole process. `rest` counts the requests that belong to no context. */
export function processController(services: ReadonlyMap<string, ContextService>, rest: ContextMetrics): Type {
  const all = [...services.values()];
  const routes = operationRoutes({
    ready: {
      summary: 'Whether every context can serve, and how each part does',
      answer: readyAnswer,
      ask: async () => {
        const states = await Promise.all(
          all.map(async (service) => [service.name, await readinessOf(service)] as const),
        );
        return { ready: states.every(([, state]) => state.ready), contexts: Object.fromEntries(states) };
      },
    },
    metrics: {
      summary: 'Metrics of every context and of the process, in the format of Prometheus',
      registries: async () => {
        await Promise.all(all.map((service) => service.refreshMetrics()));
        return [...all.map(({ metrics }) => metrics.registry), rest.registry, nodeMetrics()];
      },
    },
    contexts: [...services.keys()],
    kafka: all[0]?.parts.config.kafka ?? { brokers: [] },
  });

  @ApiTags('Operation')
  @Controller()
  class ProcessController extends routes {}

  return ProcessController;
}
