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

/** A permission that a route may ask for: to read or to write something, such as the data of a context (`feedback:read`), or to manage keys. */
export type PermissionName = `${string}:${'read' | 'write'}` | 'keys:manage';

/** Permissions, and the roles that carry each. */
export type PermissionTable = Readonly<Partial<Record<PermissionName, readonly Role[]>>>;

/** The permissions of every process, whatever it serves. */
export const processPermissions: PermissionTable = {
  'ops:read': ['administrator', 'operator'],
  'ops:write': ['administrator', 'operator'],
  'metrics:read': ['administrator', 'analyst', 'operator'],
  'keys:manage': ['administrator'],
};

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
    const carried = Object.entries(table).filter(([, carriers]) => carriers?.some((role) => roles.includes(role)));
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
