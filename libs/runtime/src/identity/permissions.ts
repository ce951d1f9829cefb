/** The contexts whose data a permission can be about. */
const contexts = ['events', 'feedback', 'facilities', 'notifications'] as const;

type ContextName = (typeof contexts)[number];

/** What a route may ask for. */
export type PermissionName =
  | `${ContextName}:read`
  | `${ContextName}:write`
  | 'open311:write'
  | 'ops:read'
  | 'ops:write'
  | 'metrics:read'
  | 'keys:manage';

/** Names of the roles, and what each may do: the one table. */
const reads = contexts.map((context) => `${context}:read` as const);
const writes = contexts.map((context) => `${context}:write` as const);

export const rolePermissions = {
  administrator: [...reads, ...writes, 'open311:write', 'ops:read', 'ops:write', 'metrics:read', 'keys:manage'],
  staff: [...reads, ...writes],
  analyst: [...reads, 'metrics:read'],
  operator: ['ops:read', 'ops:write', 'metrics:read'],
  system: reads,
  /** Apps that hand in what citizens report by Open311, and nothing else. */
  reporter: ['open311:write'],
} as const satisfies Record<string, readonly PermissionName[]>;

export type Role = keyof typeof rolePermissions;

export const roles = Object.keys(rolePermissions) as [Role, ...Role[]];

/** Who a request comes from: somebody with a key, or the public. */
export class Caller {
  private readonly permissions: ReadonlySet<string>;

  constructor(
    /** As it stands in events: `key:<id>` or `public`. */
    readonly actor: string,
    readonly roles: readonly Role[],
  ) {
    this.permissions = new Set(roles.flatMap((role) => rolePermissions[role] as readonly string[]));
  }

  get isPublic(): boolean {
    return this.actor === publicActor;
  }

  can(permission: string): boolean {
    return this.permissions.has(permission);
  }
}

const publicActor = 'public';

/** Somebody without a key. */
export const anyone = new Caller(publicActor, []);
