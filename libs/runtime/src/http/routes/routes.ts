import type { Type } from '@nestjs/common';
import { MetadataScanner } from '@nestjs/core';
import { BootError } from '../../config/boot-error.js';
import type { z } from 'zod';
import type { PermissionTable } from '../../identity/permissions.js';
import { bodySchemaOf, methodOf, pathsOf, unschemedOf } from './nest-metadata.js';
import { carriesOutCommand, rulesOf, type RouteRules } from './route.js';

/** One route of a controller, as its decorators describe it. */
export interface Route {
  /** `GET`, `POST`... */
  readonly method: string;
  /** As in `/events/v1/programmes/:id`. */
  readonly path: string;
  /** `ProgrammeController.read`. */
  readonly handler: string;
  readonly rules: RouteRules;
  /** The schema of its body; `undefined` where it reads none. */
  readonly body: z.ZodType | undefined;
  /** Kinds of parameters that are read without a schema: `@Body()`, `@Query()`, `@Param()`. */
  readonly unschemed: readonly string[];
  /** True where it carries out a command (`@Context()`), so that the conditions of the request are heeded. */
  readonly commands: boolean;
}

type Prototype = Record<string, object>;

const join = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;

/** The routes of a controller class. */
export function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Prototype;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (!handler) return [];
    const method = methodOf(handler);
    if (method === undefined) return [];
    const common = {
      method,
      handler: `${controller.name}.${name}`,
      rules: rulesOf(handler),
      body: bodySchemaOf(controller, name) as z.ZodType | undefined,
      unschemed: unschemedOf(controller, name),
      commands: carriesOutCommand(prototype, name),
    };
    return pathsOf(controller).flatMap((prefix) =>
      pathsOf(handler).map((path): Route => ({ ...common, path: join(prefix, path) })),
    );
  });
}

function faultOf({ method, path, handler, rules, unschemed }: Route, known: PermissionTable): string | undefined {
  const name = `${method} ${path} (${handler})`;
  if (rules.permission === undefined) return `${name} names neither @Permission(...) nor @Public().`;
  if (rules.permission !== null && !known[rules.permission])
    return `${name} needs ${rules.permission}, which is no permission.`;
  if (unschemed.length > 0) return `${name} reads ${unschemed.join(', ')} without a schema.`;
  return undefined;
}

/**
 * Refuses routes without a permission or `@Public()`, those whose permission is not known, and those that read input without a schema.
 * Throws `BootError`, naming each.
 */
export function checkRoutes(routes: readonly Route[], known: PermissionTable): void {
  const faults = routes.map((route) => faultOf(route, known)).filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new BootError(faults.join(' '));
}
