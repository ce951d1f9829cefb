import { asyncApi } from '@ecou/contracts';
import { Unknown, type ViewStatus } from '@ecou/event-sourcing';
import { Controller, Get, HttpCode, Param, Post, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { ContextService } from '../context/context-service.js';
import { Representation } from '../http/answers.js';
import { Permission, Public } from '../http/route.js';
import { Answers } from '../http/openapi.decorators.js';
import { metricsText, metricsType } from '../telemetry/metrics.js';
import { readinessOf, type Readiness } from './health.js';

export const partAnswer = z.object({ state: z.enum(['up', 'down']), troubles: z.array(z.string()).optional() });

const readyAnswer = z.object({ ready: z.boolean(), parts: z.record(z.string(), partAnswer) });

const viewAnswer = z.object({
  name: z.string(),
  version: z.int(),
  liveVersion: z.int().nullable(),
  state: z.enum(['live', 'building', 'faulted']),
  position: z.int(),
  buildingPosition: z.int().nullable(),
  leading: z.boolean(),
});

const viewsAnswer = z.object({ head: z.int(), items: z.array(viewAnswer) });

const viewParams = z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/) });

export const readyRepresentation = (readiness: Readiness | { readonly ready: boolean }): Representation =>
  new Representation('application/json', readiness, undefined, readiness.ready ? 200 : 503);

/** An operator sees that a view is stuck, and the log says why: an error's text may quote somebody's data. */
const shown = ({ error: _error, ...status }: ViewStatus): object => viewAnswer.parse(status);

/** The routes that every context has besides its own: health, metrics, the catalogue of what it tells, its views for operators. */
export function contextControllers(service: ContextService): Type[] {
  const { name } = service;

  @ApiTags('Operation')
  @Controller(name)
  class OperationController {
    @Get('health/live')
    @Public()
    @ApiOperation({ summary: 'Whether the process is alive' })
    live() {
      return { live: true };
    }

    @Get('health/ready')
    @Public()
    @ApiOperation({ summary: 'Whether it can serve, and how each part does' })
    @Answers(readyAnswer)
    async ready() {
      return readyRepresentation(await readinessOf(service));
    }

    @Get('metrics')
    @Permission('metrics:read')
    @ApiOperation({ summary: 'Metrics in the format of Prometheus' })
    async metrics() {
      await service.refreshMetrics();
      return new Representation(metricsType, await metricsText([service.metrics.registry]));
    }

    @Get('asyncapi.json')
    @Public()
    @ApiOperation({ summary: 'What other systems can subscribe to, as AsyncAPI 3.0' })
    catalogue() {
      return asyncApi({ contexts: [name] });
    }

    @Get('ops/v1/views')
    @Permission('ops:read')
    @ApiOperation({ summary: 'The read models, and how far they are' })
    @Answers(viewsAnswer)
    async views() {
      const [head, status] = await Promise.all([service.head(), service.views.status()]);
      return { head, items: status.map(shown) };
    }

    @Post('ops/v1/views/:name/rebuild')
    @HttpCode(202)
    @Permission('ops:write')
    @ApiOperation({
      summary: 'Build a read model anew',
      description:
        'Beside the one that is read, while reads and writes go on; it takes its place when it has caught up.',
    })
    async rebuild(@Param({ schema: viewParams }) { name: view }: z.output<typeof viewParams>) {
      if (!service.definition.views.some((one) => one.name === view)) {
        throw new Unknown('VIEW_UNKNOWN', 'There is no such view.');
      }
      await service.views.rebuild(view);
      return { name: view, state: 'building' };
    }
  }

  return [OperationController];
}
