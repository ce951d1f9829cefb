import type { CommandContext } from '@ecou/event-sourcing';
import { Context, idParams, Permission, type IdParams } from '@ecou/runtime';
import { applyDecorators, Body, Controller, HttpCode, Param, Post, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { answeringVerbs } from './petition/verbs/answering.verbs.js';
import { closingVerbs } from './petition/verbs/closing.verbs.js';
import { deadlineVerbs } from './petition/verbs/deadline.verbs.js';
import { handlingVerbs } from './petition/verbs/handling.verbs.js';
import { PetitionCommand } from './petition/verbs/petition.command.js';
import { petitionerVerbs } from './petition/verbs/petitioner.verbs.js';
import type { PetitionVerb } from './petition/verbs/petition.verbs.js';
import { threadVerbs } from './petition/verbs/thread.verbs.js';
import { isRouted, type RoutedVerb } from './petition/verbs/verb.js';

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Makes a controller of the verbs that have a route. Its name and those of the verbs are in the ids of its operations. */
function controllerOf(name: string, verbs: Readonly<Record<string, object>>): Type {
  @ApiTags('Petitions')
  @Controller('feedback/v1/petitions')
  class VerbController {
    constructor(readonly commands: CommandBus) {}
  }
  Object.defineProperty(VerbController, 'name', { value: name });
  for (const [type, declared] of Object.entries(verbs))
    if (isRouted(declared)) addRoute(VerbController, type, declared);
  return VerbController;
}

/** Does by hand what decorators would do with a method. */
function addRoute(controller: Type<{ readonly commands: CommandBus }>, type: string, declared: RoutedVerb): void {
  const { name, path = name, summary, description, body } = declared;
  const { prototype } = controller as { readonly prototype: object };
  const method = camelCase(name);
  const value = function (
    this: { readonly commands: CommandBus },
    { id }: IdParams,
    context: CommandContext,
    said = {},
  ) {
    return this.commands.execute(new PetitionCommand(id, { ...said, type } as PetitionVerb, context));
  };
  // The documents find parameters by the function's own name.
  Object.defineProperty(value, 'name', { value: method });
  const descriptor: PropertyDescriptor = { value, writable: true, configurable: true };
  Object.defineProperty(prototype, method, descriptor);
  Reflect.defineMetadata('design:paramtypes', [Object, Object, Object], prototype, method);
  Param({ schema: idParams })(prototype, method, 0);
  Context()(prototype, method, 1);
  if (body) Body({ schema: body })(prototype, method, 2);
  applyDecorators(
    Post(`:id/${path}`),
    HttpCode(200),
    Permission('feedback:write'),
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
  )(prototype, method, descriptor);
}

/** Work of officers on a petition until it is answered. */
export const HandlingController = controllerOf('HandlingController', { ...handlingVerbs, ...answeringVerbs });

/** Messages of officers and the petitioner. */
export const ThreadController = controllerOf('ThreadController', threadVerbs);

/** The deadline of a petition, its end, and acts of the petitioner. */
export const EndingController = controllerOf('EndingController', {
  ...deadlineVerbs,
  ...closingVerbs,
  ...petitionerVerbs,
});
