import { Body, Controller, Param, Patch, Query, RawBody, RequestMethod, type Type } from '@nestjs/common';

/*
 * Nest keeps what its decorators say about routes under names that it does not export. They are learnt here from a controller that says
 * something of each kind.
 */

const inputs = ['@Body()', '@RawBody()', '@Query()', '@Param()'] as const;

@Controller('sample')
class Sample {
  @Patch('route')
  route(@Body() _body: object, @RawBody() _bytes: object, @Query() _query: object, @Param() _params: object): void {}
}

type Parameters = Readonly<Record<string, { readonly index: number; readonly schema?: unknown }>>;

const unknownForm = () =>
  new Error('This version of Nest keeps what is said of routes in a form that is not known here.');

function keyOf(target: object, said: unknown): unknown {
  const key: unknown = Reflect.getMetadataKeys(target).find((one) => Reflect.getMetadata(one, target) === said);
  if (key === undefined) throw unknownForm();
  return key;
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- its metadata is read
const sampleHandler = Sample.prototype.route;
const pathKey = keyOf(Sample, 'sample');
const methodKey = keyOf(sampleHandler, RequestMethod.PATCH);
const [parametersKey] = Reflect.getMetadataKeys(Sample, 'route') as unknown[];

const parametersOf = (controller: Type, name: string): Parameters =>
  (Reflect.getMetadata(parametersKey, controller, name) ?? {}) as Parameters;

/** The kind of a parameter: what stands before the colon in its key. */
const kindOf = (key: string): string => key.split(':')[0] ?? '';

/** `@Body()` and the like, by kind. */
const inputOf = new Map(
  Object.entries(parametersOf(Sample, 'route')).map(([key, { index }]) => [kindOf(key), inputs[index]]),
);
if (inputOf.size !== inputs.length) throw unknownForm();

/** The paths of a controller or a handler. */
export const pathsOf = (target: object): string[] => [(Reflect.getMetadata(pathKey, target) ?? '') as string].flat();

/** `GET`, `POST`...; `undefined` for a method that handles no route. */
export function methodOf(handler: object): string | undefined {
  const method = Reflect.getMetadata(methodKey, handler) as RequestMethod | undefined;
  return method === undefined ? undefined : RequestMethod[method];
}

/** The schema of the body that a handler reads; `undefined` where it reads none. */
export const bodySchemaOf = (controller: Type, name: string): unknown =>
  Object.entries(parametersOf(controller, name)).find(([key]) => inputOf.get(kindOf(key)) === '@Body()')?.[1].schema;

/** The kinds of input that a handler reads without a schema: `@Body()`, `@RawBody()`, `@Query()`, `@Param()`. */
export const unschemedOf = (controller: Type, name: string): string[] =>
  Object.entries(parametersOf(controller, name))
    .flatMap(([key, { schema }]) => (schema === undefined ? (inputOf.get(kindOf(key)) ?? []) : []))
    .sort();
