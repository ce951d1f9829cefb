import type { ContextPermissions } from './permission-names.js';

/**
 * The roles that a key may have. One list for a whole deployment, so that every service knows the keys that another one made; which
 * permissions a role carries is said by each context.
 */
export const roles = [
  'administrator',
  'staff',
  'analyst',
  'operator',
  'system',
  /** Apps that hand in what citizens report, and nothing else. */
  'reporter',
] as const;

export type Role = (typeof roles)[number];

/** The permissions of every process, whatever it serves. */
export const processPermissions = {
  'ops:read': ['administrator', 'operator'],
  'ops:write': ['administrator', 'operator'],
  'metrics:read': ['administrator', 'analyst', 'operator'],
  'keys:manage': ['administrator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** A permission that a route may ask for: to read or to write the data of a context (`feedback:read`), or what a context or the process has besides. */
export type PermissionName = ContextPermissions[keyof ContextPermissions] | keyof typeof processPermissions;

/** Permissions, and the roles that carry each. */
export type PermissionTable = Readonly<Partial<Record<PermissionName, readonly Role[]>>>;

const readers: readonly Role[] = ['administrator', 'staff', 'analyst', 'system'];
const writers: readonly Role[] = ['administrator', 'staff'];

/** The permissions that every context has. */
export const contextPermissions = (context: string): PermissionTable => ({
  [`${context}:read`]: readers,
  [`${context}:write`]: writers,
});

/** Who a request comes from: somebody with a key, or the public. */
export class Caller {
  private readonly permissions: ReadonlySet<string>;

  constructor(
    /** As it stands in events: `key:<id>` or `public`. */
    readonly actor: string,
    readonly roles: readonly Role[],
    table: PermissionTable,
  ) {
    const carried = Object.entries(table).filter(([, carriers]) => carriers.some((role) => roles.includes(role)));
    this.permissions = new Set(carried.map(([permission]) => permission));
  }

  get isPublic(): boolean {
    return this.actor === publicActor;
  }

  can(permission: PermissionName): boolean {
    return this.permissions.has(permission);
  }
}

const publicActor = 'public';

/** Somebody without a key. */
export const anyone = new Caller(publicActor, [], {});
