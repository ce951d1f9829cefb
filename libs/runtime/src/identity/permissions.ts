import type { ContextPermissions } from './permission-names.js';

/**
 * The roles that a key may have. One list for a whole deployment, so that every service knows the keys that another one made; which
 * permissions a role carries is said by each context.
 */
export const roles = [
  'administrator',
  /** All desks in one: a small city hall. */
  'staff',
  /** The registry office: registers petitions, gives them to departments, and follows them in all departments. */
  'registry',
  /** Solves petitions of the department of the officer whom the key names. */
  'officer',
  /** An officer who heads the department: assigns, extends and signs. */
  'head-of-department',
  /** Civic events and surveys. */
  'editor',
  /** The map of facilities, and feedback on them. */
  'map-editor',
  /** Messages and those who asked for them. */
  'communicator',
  /** Reads all contexts, what is personal left out, and changes nothing. */
  'auditor',
  'analyst',
  'operator',
  'system',
  /** Apps that hand in what citizens report, and nothing else. */
  'reporter',
] as const;

export type Role = (typeof roles)[number];

/** The permissions of every process, whatever it serves. */
export const processPermissions = {
  'ops:read': ['administrator', 'operator', 'auditor'],
  'ops:write': ['administrator', 'operator'],
  'metrics:read': ['administrator', 'analyst', 'operator'],
  'keys:manage': ['administrator'],
  /** Everything that is on record of a person, whatever it is about. */
  'subjects:read': ['administrator', 'staff'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** A permission that a route may ask for: to read or to write the data of a context (`petitions:read`), or what a context or the process has besides. */
export type PermissionName = ContextPermissions[keyof ContextPermissions] | keyof typeof processPermissions;

/** Permissions, and the roles that carry each. */
export type PermissionTable = Readonly<Partial<Record<PermissionName, readonly Role[]>>>;

/** Those whose keys are for people of the city hall: limits of strangers do not count for them. */
const ofCityHall: readonly Role[] = [
  'administrator',
  'staff',
  'registry',
  'officer',
  'head-of-department',
  'editor',
  'map-editor',
  'communicator',
];

/** Those who see and do what is their department's; a key with one of them names its officer. */
export const rolesOfDepartments: readonly Role[] = ['officer', 'head-of-department'];

/** Those who work with what is any department's. */
const rolesOfAllDepartments: readonly Role[] = ['administrator', 'staff', 'registry'];

/** Those who read a context's data without working with it; what is personal is left out. */
export const readers = ['administrator', 'staff', 'auditor', 'analyst', 'system'] as const satisfies readonly Role[];
/** Those who work with the data of every context. */
export const writers = ['administrator', 'staff'] as const satisfies readonly Role[];

/** The permissions of a context that says nothing of its own. */
export const contextPermissions = (context: string): PermissionTable => ({
  [`${context}:read`]: readers,
  [`${context}:write`]: writers,
});

/** The origin of a request: a person who signed in, a system with a key, or the public. */
export class Caller {
  private readonly permissions: ReadonlySet<string>;

  constructor(
    /** As it stands in events: `officer:<id>` where a person or a key is tied to one, else `person:<id>` or `key:<id>`; or `public`. */
    readonly actor: string,
    readonly roles: readonly Role[],
    table: PermissionTable,
    /** Id of the officer of the directory who the person is, or whom the key names. */
    readonly officer: string | null = null,
    /** Id of the person who signed in; `null` for a key. */
    readonly person: string | null = null,
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

  /** True for people of the city hall, whatever they work with. */
  get isStaff(): boolean {
    return this.roles.some((role) => ofCityHall.includes(role));
  }

  /** True for an officer who works with what is their department's, and with no other one's. */
  get isBound(): boolean {
    const { roles: own } = this;
    return (
      own.some((role) => rolesOfDepartments.includes(role)) && !own.some((role) => rolesOfAllDepartments.includes(role))
    );
  }
}

const publicActor = 'public';

/** Somebody without a key. */
export const anyone = new Caller(publicActor, [], {});
