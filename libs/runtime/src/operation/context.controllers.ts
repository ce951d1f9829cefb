import { Unknown, type ViewStatus } from '@ecou/event-sourcing';
import { Controller, Get, HttpCode, Param, Post, Query, type Type } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { ContextService } from '../context/context-service.js';
import { outsideOfRequest } from '../http/request.js';
import { Permission, Public } from '../http/routes/route.js';
import { Answers } from '../http/routes/openapi.decorators.js';
import { readinessOf } from './health.js';
import { registrationsAnswer, registrationsQuery } from '../receipts/receipts.schemas.js';
import { operationRoutes, partAnswer } from './operation-routes.js';

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

const rebuildAnswer = z.object({ name: z.string(), state: z.literal('building') });

const viewParams = z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/) });

/** An operator sees that a view is stuck, and the log says why: an error's text may quote somebody's data. */
const shown = ({ error: _error, ...status }: ViewStatus): object => viewAnswer.parse(status);

function questionsController(service: ContextService): Type {
  const { name } = service;
  const routes = operationRoutes({
    ready: {
      summary: 'Whether it can serve, and how each part does',
      answer: readyAnswer,
      ask: () => readinessOf(service),
    },
    metrics: {
      summary: 'Metrics in the format of Prometheus',
      registries: async () => {
        await service.refreshMetrics();
        return [service.metrics.registry];
      },
    },
    contexts: [name],
    kafka: service.parts.config.kafka,
  });

  @ApiTags('Operation')
  @Controller(name)
  class OperationController extends routes {}

  return OperationController;
}

function viewsController(service: ContextService): Type {
  @ApiTags('Operation')
  @Controller(service.name)
  class OperationController {
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
    @Answers(rebuildAnswer, { status: 202 })
    async rebuild(@Param({ schema: viewParams }) { name: view }: z.output<typeof viewParams>) {
      if (!service.definition.views.some((one) => one.name === view)) {
        throw new Unknown('VIEW_UNKNOWN', 'There is no such view.');
      }
      await service.views.rebuild(view);
      return { name: view, state: 'building' };
    }
  }

  return OperationController;
}

/** The registrations of a context that stand in the public log, as its facts say them now. */
function registrationsController({ name, receipts, store }: ContextService): Type {
  @ApiTags('Registrations')
  @Controller(`${name}/v1/registrations`)
  class RegistrationsController {
    @Get()
    @Public()
    @ApiOperation({
      summary: 'What the public log must have of it',
      description:
        'Every registration of the context, in order, with the commitment that its facts make now. It is compared with the log: one that was changed, added or removed differs.',
    })
    @Answers(registrationsAnswer)
    async list(@Query({ schema: registrationsQuery }) { after, limit }: z.output<typeof registrationsQuery>) {
      // A commitment is made of opened values, and shows none of them.
      const list = outsideOfRequest(() => receipts.list(after, limit));
      const [{ items, position }, horizon] = await Promise.all([list, store.horizon()]);
      return { items, position, end: position >= horizon };
    }
  }

  return RegistrationsController;
}

/** The routes that every context has besides its own: health, metrics, the catalogue of what it tells, its views for operators. */
export const contextControllers = (service: ContextService): Type[] => [
  questionsController(service),
  viewsController(service),
  ...(Object.keys(service.definition.registrations).length > 0 ? [registrationsController(service)] : []),
];
