import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Type } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Audit } from '../audit/audit.js';
import { isAudited } from '../audit/audited.js';
import { createAdapter, type Answered } from '../http/adapter.js';
import { FormTurns } from '../files/form-turns.js';
import { exportsOfPublic } from '../http/answers/export.js';
import { ConventionsInterceptor } from '../http/conventions.interceptor.js';
import { ProblemFilter } from '../http/problems/problem.filter.js';
import { validationPipe } from '../http/input/validation.js';
import { Visitors } from '../limits/visitors.js';
import type { Callers } from '../identity/callers.js';
import { IdentityGuard } from '../http/identity.guard.js';
import { NestLogger } from '../telemetry/logger.js';
import { BootError } from '../config/boot-error.js';
import type { ContextService, ProcessParts } from '../context/context-service.js';

export interface HttpServerOptions {
  readonly parts: ProcessParts;
  readonly module: Type;
  readonly callers: Callers;
  readonly contextOf: (controller: Type) => ContextService | undefined;
  readonly onAnswered: (answered: Answered, request: FastifyRequest) => void;
  readonly audit: Audit;
}

/** Nest on Fastify with our conventions; not listening yet. */
export async function createServer(options: HttpServerOptions): Promise<NestFastifyApplication> {
  const { parts, module, callers, contextOf, onAnswered, audit } = options;
  const { config, clock, limits, logger } = parts;
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    createAdapter({ onAnswered, trustedProxies: config.trustedProxies, publisher: config.publisher }),
    {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  const forms = new FormTurns();
  app.useGlobalGuards(new IdentityGuard(callers, forms));
  app.useGlobalInterceptors(
    new ConventionsInterceptor({
      contextOf,
      clock,
      admit: async (request, rules) => {
        if (isAudited(request, rules)) await audit.room();
      },
      visitors: new Visitors(limits, config.secret, config.visitors),
      tables: limits.make(exportsOfPublic),
      secret: config.secret,
      forms,
      publisher: config.publisher,
    }),
  );
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(logger, config.publisher));
  return app;
}

/** Listens; answers the port. Throws `BootError` where the port is taken, or may not be used. */
export async function listen(app: NestFastifyApplication, port: number, host: string): Promise<number> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE') throw new BootError(`Port ${port} is in use already. Choose another one with PORT.`);
    if (code === 'EACCES')
      throw new BootError(`Port ${port} may not be used by this user. Choose another one with PORT.`);
    throw error;
  }
  const address = app.getHttpServer().address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
