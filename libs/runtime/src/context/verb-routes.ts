import type { CommandContext } from '@ecou/event-sourcing';
import { Body, HttpCode, Injectable, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation } from '@nestjs/swagger';
import type { z } from 'zod';
import type { AggregateCommand } from './command.js';
import type { PermissionName } from '../identity/permissions.js';
import { Context, Permission } from '../http/routes/route.js';
import { idParams, type IdParams } from '../http/input/schemas.js';

/** A route of one command to an aggregate that stands: `POST :id/<path>`. */
export interface VerbRoute<Command, Said = unknown> {
  /** In kebab case; in the id of the operation. */
  readonly name: string;
  /** The name by default. */
  readonly path?: string;
  readonly summary: string;
  readonly description?: string;
  /** Where it is not that of the controller. */
  readonly permission?: PermissionName;
  /** `undefined` where there is nothing to say. */
  readonly body?: z.ZodType<Said> | undefined;
  /** The command makes a part of the aggregate, whose id is that in the body, or a new one: it is answered 201. */
  readonly makesPart?: boolean;
  /** The command that a body asks for. `part`: the id of what it makes. */
  command(said: Said, moment: { readonly now: string; readonly part: string }): Command;
}

/** Declares a route for `verbRoutes`. */
export const verbRoute = <Said, const Command extends { readonly type: string }>(
  declared: VerbRoute<Command, Said>,
): VerbRoute<Command> => declared;

/** A controller that sends commands. */
@Injectable()
export class CommandController {
  constructor(protected readonly commands: CommandBus) {}
}

/** The class of an aggregate's commands. */
type Envelope<Command extends { readonly type: string }> = new (
  id: string,
  command: Command,
  context: CommandContext,
) => AggregateCommand<Command>;

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const noParameter: ParameterDecorator = () => undefined;

const idIn = (said: unknown): unknown => (typeof said === 'object' && said && 'id' in said ? said.id : undefined);

/**
 * A base class for the controller of an aggregate. It has a route for each of the commands, in their order, behind those that the
 * controller itself declares.
 */
export function verbRoutes<Command extends { readonly type: string }>(
  envelope: Envelope<Command>,
  usual: PermissionName,
  routes: readonly VerbRoute<NoInfer<Command>>[],
): typeof CommandController {
  /** Decorators are for methods of a class, so each route is a class that extends those of the routes behind it. */
  function withRoute(Base: typeof CommandController, route: VerbRoute<Command>): typeof CommandController {
    const { name, path = name, summary, description, body, makesPart = false, permission = usual } = route;
    class WithRoute extends Base {
      @Post(`:id/${path}`)
      @HttpCode(makesPart ? 201 : 200)
      @Permission(permission)
      @ApiOperation({ summary, ...(description !== undefined && { description }) })
      [camelCase(name)](
        @Param({ schema: idParams }) { id }: IdParams,
        @Context() context: CommandContext,
        @(body ? Body({ schema: body }) : noParameter) said: unknown,
      ) {
        const own = makesPart ? idIn(said) : undefined;
        const part = typeof own === 'string' ? own : context.commandId;
        const command = route.command(said, { now: context.now, part });
        return this.commands.execute(new envelope(id, command, makesPart ? { ...context, part } : context));
      }
    }
    return WithRoute;
  }
  return routes.reduceRight(withRoute, CommandController);
}
