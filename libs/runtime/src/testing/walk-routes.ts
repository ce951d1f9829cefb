import { randomUUID } from 'node:crypto';
import {
  contextPermissions,
  processPermissions,
  roles,
  type PermissionName,
  type PermissionTable,
  type Role,
} from '../identity/permissions.js';
import { TestApi } from './api.js';

/** A route and what its caller needs; `null` where the public may call. */
export interface WalkedRoute {
  readonly method: string;
  /** As in `/events/v1/programmes/{id}`. */
  readonly path: string;
  readonly permission: string | null;
  /** True where the key may come in a field of a form: then one that is missing or wrong is answered 403. */
  readonly keyInForm?: boolean;
  /** True where the route itself looks who is behind a browser: then 401 is an answer to everybody. */
  readonly ofBrowsers?: boolean;
}

export interface Walk {
  readonly url: string;
  /** A key of each role. */
  readonly keys: Readonly<Record<Role, string>>;
  /** All of the OpenAPI document at `/openapi.json` by default. */
  readonly routes?: readonly WalkedRoute[];
  /** Permissions besides those that every context and every process has, and the roles that carry them. */
  readonly permissions?: PermissionTable;
}

/** One request of the walk, and the status that answered it. */
export interface Step extends WalkedRoute {
  /** A role, `nobody` without a key, or `stranger` with a key that nobody made. */
  readonly caller: Role | 'nobody' | 'stranger';
  readonly status: number;
  /** The answer that was expected, where another came. */
  readonly fault: string | null;
}

interface Operation {
  readonly 'x-permission'?: string | null;
  readonly 'x-key-field'?: string;
  readonly 'x-of-browsers'?: true;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The routes of an OpenAPI document of ours. Throws where one does not say who may call it. */
export const routesOfDocument = ({ paths }: Document): WalkedRoute[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, { 'x-permission': permission, 'x-key-field': field, 'x-of-browsers': browsers = false }]) => {
        if (permission === undefined) throw new Error(`${method} ${path} does not say who may call it.`);
        return { method: method.toUpperCase(), path, permission, keyInForm: field !== undefined, ofBrowsers: browsers };
      },
    ),
  );

const carriersOf = (permission: string, more: PermissionTable): readonly string[] => {
  const table: PermissionTable = {
    ...contextPermissions(permission.split(':')[0] ?? ''),
    ...processPermissions,
    ...more,
  };
  return table[permission as PermissionName] ?? [];
};

/** The refusals of somebody whose key lacks, or is none. */
const unidentified = ({ keyInForm }: WalkedRoute): number => (keyInForm ? 403 : 401);

function faultOf(route: WalkedRoute, caller: Step['caller'], status: number, more: PermissionTable): string | null {
  const { permission } = route;
  const expect = (wanted: number) => (status === wanted ? null : `${wanted} was expected`);
  const mayCall = permission === null || carriersOf(permission, more).includes(caller);
  // Where the public may call, a service refuses a key that is none, and the gateway does not look at it.
  if (caller === 'stranger') return permission === null && status === 200 ? null : expect(unidentified(route));
  if (!mayCall) return expect(caller === 'nobody' ? unidentified(route) : 403);
  return failureOf(route, status);
}

/** The fault of an answer to a caller who may call. */
function failureOf({ ofBrowsers }: WalkedRoute, status: number): string | null {
  if (status === 500) return 'it failed';
  const isRefused = status === 403 || (status === 401 && !ofBrowsers);
  return isRefused ? 'the caller may do this' : null;
}

const callers = ['nobody', 'stranger', ...roles] as const;

/**
 * Calls every route as every role, as nobody, and with a key that nobody made. Ids are random and bodies senseless, so that whoever may
 * call is told 400 or 404, and nothing changes. Answers every step; those that went wrong carry a `fault`.
 */
export async function walkRoutes({ url, keys, routes, permissions = {} }: Walk): Promise<Step[]> {
  const api = new TestApi(url);
  const walked = routes ?? routesOfDocument((await api.get('/openapi.json')).body as Document);
  const keyOf = { ...keys, nobody: null, stranger: `ecou_${'x'.repeat(43)}` };
  const steps: Step[] = [];
  for (const route of walked) {
    const path = route.path.replaceAll(/\{\w+\}|:\w+/g, () => randomUUID());
    for (const caller of callers) {
      const body = route.method === 'GET' ? undefined : { noSuchField: true };
      const { status } = await api.call(route.method, path, body, { key: keyOf[caller] });
      steps.push({ ...route, caller, status, fault: faultOf(route, caller, status, permissions) });
    }
  }
  return steps;
}
