import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { BootError } from '../config/boot-error.js';
import { commandContext, rulesOf, type RouteRules } from './route.js';

/** One route of a controller, as its decorators describe it. */
export interface Route {
  /** `GET`, `POST`... */
  readonly method: string;
  /** As in `/events/v1/programmes/:id`. */
  readonly path: string;
  /** `ProgrammeController.read`. */
  readonly handler: string;
  readonly rules: RouteRules;
  /** Kinds of parameters that are read without a schema: `@Body()`, `@Query()`, `@Param()`. */
  readonly unschemed: readonly string[];
  /** Whether it carries out a command (`@Context()`), so that the conditions of the request are heeded. */
  readonly commands: boolean;
}

type Prototype = Record<string, object>;

const kinds: Partial<Record<number, string>> = {
  [RouteParamtypes.BODY]: '@Body()',
  [RouteParamtypes.RAW_BODY]: '@RawBody()',
  [RouteParamtypes.QUERY]: '@Query()',
  [RouteParamtypes.PARAM]: '@Param()',
};

const parametersOf = (controller: Type, name: string) =>
  (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    { readonly schema?: unknown; readonly factory?: unknown }
  >;

function unschemedOf(controller: Type, name: string): string[] {
  const unschemed = Object.entries(parametersOf(controller, name)).flatMap(([key, { schema }]) => {
    const kind = kinds[Number(key.split(':')[0])];
    return kind !== undefined && schema === undefined ? [kind] : [];
  });
  return unschemed.sort();
}

const pathsOf = (target: object): string[] => [(Reflect.getMetadata(PATH_METADATA, target) ?? '') as string].flat();

const join = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;

/** The routes of a controller class. */
export function routesOf(controller: Type): Route[] {
  const prototype = controller.prototype as Prototype;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (name === 'constructor' || typeof handler !== 'function') return [];
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const common = {
      method: RequestMethod[method],
      handler: `${controller.name}.${name}`,
      rules: rulesOf(handler),
      unschemed: unschemedOf(controller, name),
      commands: Object.values(parametersOf(controller, name)).some(({ factory }) => factory === commandContext),
    };
    return pathsOf(controller).flatMap((prefix) =>
      pathsOf(handler).map((path): Route => ({ ...common, path: join(prefix, path) })),
    );
  });
}

function faultOf({ method, path, handler, rules, unschemed }: Route): string | undefined {
  const name = `${method} ${path} (${handler})`;
  if (rules.permission === undefined) return `${name} names neither @Permission(...) nor @Public().`;
  if (unschemed.length > 0) return `${name} reads ${unschemed.join(', ')} without a schema.`;
  return undefined;
}

/** Refuses routes without a permission or `@Public()`, and those that read input without a schema. Throws `BootError`, naming each. */
export function checkRoutes(routes: readonly Route[]): void {
  const faults = routes.map(faultOf).filter((fault) => fault !== undefined);
  if (faults.length > 0) throw new BootError(faults.join(' '));
}
