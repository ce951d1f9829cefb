import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor, type Type } from '@nestjs/common';
import { AlreadyHandled, CommandResult, type Clock, type CommandContext, type EventStore } from '@ecou/event-sourcing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { lastValueFrom, of, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { exportAsked, exportOf, ExportTurns } from './answers/export.js';
import type { Publisher } from '../config/publisher.js';
import type { FormTurns } from '../files/form-turns.js';
import type { Limit } from '../limits/limits.js';
import { networkOf } from '../limits/network.js';
import type { Visit, Visitors } from '../limits/visitors.js';
import { BulkAnswer } from './answers/answers.js';
import { ifMatchOf } from './answers/conditions.js';
import { checkKey, findReplay, hashesOf, type IdempotencyHashes, type Replay } from './idempotency.js';
import { awaitPosition, positionHeader, type PositionReader } from './answers/positions.js';
import { readFault } from '../problems/problem.js';
import { withRequest, type CurrentRequest } from './request.js';
import { boundsOf, heeds, rulesOf, stateOf, type RouteRules } from './routes/route.js';
import { bodyOf } from './answers/send.js';

/** Parts of the context whose route is called that the conventions need. */
export interface HttpContext extends PositionReader {
  readonly store: EventStore;
  readonly readModels: {
    /** Runs reads that see the views as they stood at the first. */
    snapshot<T>(run: (manager: EntityManager) => Promise<T>): Promise<T>;
  };
}

export interface ConventionsOptions {
  readonly contextOf: (controller: Type) => HttpContext | undefined;
  readonly clock: Clock;
  /** Bounds of callers without a key. */
  readonly visitors: Visitors;
  /** Tables for the public, by address. */
  readonly tables: Limit;
  /** Waits until there is room for what the audit will hold of a request. */
  readonly admit: (request: FastifyRequest, rules: RouteRules) => Promise<void>;
  /** The deployment's secret. */
  readonly secret: string;
  readonly forms: FormTurns;
  /** Whose pages they are. */
  readonly publisher: Publisher;
  /** The time that a read waits for its views. */
  readonly waitMs?: number;
}

interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly context: HttpContext;
  readonly rules: RouteRules;
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};

const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

/** Between guard and handler: preconditions, repeated requests, positions; after it: status, headers and body of the answer. */
@Injectable()
export class ConventionsInterceptor implements NestInterceptor {
  private readonly exports: ExportTurns;

  constructor(private readonly options: ConventionsOptions) {
    this.exports = new ExportTurns(options.tables);
  }

  async intercept(execution: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = execution.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const context = this.options.contextOf(execution.getClass());
    const rules = rulesOf(execution.getHandler());
    await this.options.admit(request, rules);
    if (!context) return of(await this.ofNoContext({ request, reply, rules }, next));
    const call = { request, reply, context, rules };
    return of(await (isRead(request) ? this.read(call, next) : this.change(call, next)));
  }

  private async read({ request, reply, context, rules }: Call, next: CallHandler): Promise<unknown> {
    const { waitMs = 5_000 } = this.options;
    const { views = [] } = rules;
    if (views.length > 0) await context.readable(views, waitMs);
    const position = headerOf(request, 'ecou-min-position');
    if (position !== undefined) await awaitPosition(context, views, position, waitMs);
    const current: CurrentRequest = currentOf(request);
    const handle = () => lastValueFrom(next.handle() as Observable<unknown>);
    const asked = exportAsked(request, reply, rules);
    const exported = (snapshot: EntityManager) =>
      asked && withRequest({ ...current, snapshot }, () => exportOf(request, asked, handle));
    const read = asked
      ? this.exports.take(askerOf(request, context.name), () =>
          context.readModels.snapshot(async (snapshot) => await exported(snapshot)),
        )
      : withRequest(current, handle);
    const result: unknown = await read.catch((error: unknown) => {
      throw readFault(error);
    });
    if (current.asOf !== undefined) reply.header('Ecou-As-Of', positionHeader(context.name, current.asOf));
    return bodyOf(result, { request, reply, context: context.name, publisher: this.options.publisher });
  }

  private async ofNoContext({ request, reply, rules }: Omit<Call, 'context'>, next: CallHandler): Promise<unknown> {
    const handle = () => lastValueFrom(next.handle() as Observable<unknown>);
    const asked = request.method === 'GET' ? exportAsked(request, reply, rules) : undefined;
    const context = 'platform';
    if (!isRead(request)) {
      const visit = this.visitOf({ request, rules });
      await this.enter(visit, { reply });
      await visit?.name(request.body);
    }
    if (asked) return await this.exports.take(askerOf(request, context), () => exportOf(request, asked, handle));
    return bodyOf(await handle(), { request, reply, context, publisher: this.options.publisher });
  }

  private async change(call: Call, next: CallHandler): Promise<unknown> {
    const { request, context, rules } = call;
    const { hashes, replay } = await this.admit(call);
    if (replay) return this.answerAgain(replay, call, next);
    const header = heeds(rules, 'If-Match') ? headerOf(request, 'if-match') : undefined;
    const ifMatch = ifMatchOf(header, rules.requiresIfMatch ?? false);
    const state = stateOf(request);
    state.command = this.commandContext(call, hashes, ifMatch);
    try {
      const result: unknown = await withRequest(currentOf(request), () => lastValueFrom(next.handle()));
      return await this.sent(result, call);
    } catch (error) {
      const first = hashes && isTwin(error) ? await findReplay(context.store, hashes) : undefined;
      if (!first) throw error;
      return this.answerAgain(first, call, next);
    }
  }

  /** Counts what strangers ask for, reads forms, and finds the first answer to the same request. Throws 429 where it is too much. */
  private async admit(call: Call): Promise<{ hashes: IdempotencyHashes | undefined; replay: Replay | undefined }> {
    const { request, context, rules } = call;
    const visit = this.visitOf(call);
    const hasForm = request.isMultipart();
    // A form is work already; a request that was answered before is none.
    if (hasForm) {
      await this.enter(visit, call);
      // The guard has read a form whose caller it had to look for in it.
      const { caller, hasForm: isRead } = stateOf(request);
      if (!isRead) request.body = await this.options.forms.receive(request, rules.files, caller.isPublic);
    }
    const hashes = this.hashes(call);
    const replay = hashes && (await findReplay(context.store, hashes));
    if (replay) return { hashes, replay };
    if (!hasForm) await this.enter(visit, call);
    await visit?.name(request.body);
    return { hashes, replay };
  }

  /** The visit of a stranger to a public route; nothing where staff call. */
  private visitOf({ request, rules }: Pick<Call, 'request' | 'rules'>): Visit | undefined {
    if (rules.permission !== null || stateOf(request).caller.isStaff) return undefined;
    const proof = headerOf(request, 'ecou-proof');
    return this.options.visitors.visit({
      bounds: boundsOf(rules),
      address: request.ip,
      proof,
      unwritten: rules.untraced ?? false,
    });
  }

  private async enter(visit: Visit | undefined, { reply }: Pick<Call, 'reply'>): Promise<void> {
    if (visit) reply.headers(await visit.enter());
  }

  private async sent(result: unknown, { request, reply, context }: Call): Promise<unknown> {
    if (result instanceof CommandResult) stateOf(request).made = result.id;
    if (!(result instanceof BulkAnswer))
      return bodyOf(result, { request, reply, context: context.name, publisher: this.options.publisher });
    reply.header('Ecou-Position', positionHeader(context.name, await context.head()));
    return result.body;
  }

  private async answerAgain({ status, result }: Replay, call: Call, next: CallHandler): Promise<unknown> {
    const { request, reply, rules } = call;
    reply.status(status);
    if (!rules.answersRepeats) return this.sent(result, call);
    stateOf(request).command = { ...this.commandContext(call, undefined, undefined), repeated: result };
    return this.sent(await lastValueFrom(next.handle()), call);
  }

  private hashes({ request, context, rules }: Call): IdempotencyHashes | undefined {
    const key = headerOf(request, 'idempotency-key');
    if (key === undefined || !heeds(rules, 'Idempotency-Key')) return undefined;
    checkKey(key);
    return hashesOf(this.options.secret, {
      route: `${request.method} ${request.routeOptions.url ?? ''} ${context.name}`,
      path: request.url,
      actor: actorOf(request),
      key,
      body: request.body,
    });
  }

  private commandContext(
    { request, reply }: Call,
    hashes: IdempotencyHashes | undefined,
    ifMatch: number | undefined,
  ): CommandContext {
    const { caller, trace } = stateOf(request);
    const commandId = randomUUID();
    return {
      metadata: {
        actor: caller.actor,
        correlationId: commandId,
        causationId: commandId,
        traceparent: trace.traceparent,
      },
      commandId,
      now: this.options.clock.now(),
      caller: { officer: caller.officer, isBound: caller.isBound },
      ...(ifMatch === undefined ? {} : { ifMatch }),
      ...(hashes ? { idempotency: { ...hashes, status: reply.statusCode } } : {}),
    };
  }
}

function currentOf(request: FastifyRequest): CurrentRequest {
  const state = stateOf(request);
  return { traceparent: state.trace.traceparent, state };
}

/** Who sends a key: strangers are told apart by the networks that they come from. */
function actorOf(request: FastifyRequest): string {
  const { caller } = stateOf(request);
  return caller.isPublic ? `${caller.actor} ${networkOf(request.ip)}` : caller.actor;
}

const askerOf = (request: FastifyRequest, context: string) => ({
  context,
  isPublic: stateOf(request).caller.isPublic,
  address: request.ip,
});

/** True where the same request was handled at the same moment by somebody else. */
const isTwin = (error: unknown): boolean => error instanceof AlreadyHandled && error.by === 'idempotency';
