import type { PermissionName, Role } from '../identity/permissions.js';

/** A kind of order that needs two people. The room whose route takes such orders declares it. */
export interface ApprovalKind<Order extends object> {
  /** Kept in facts: it never changes. */
  readonly name: string;
  /** Whoever approves must have it: that of the route, or a higher one. */
  readonly permission: PermissionName;
  /** The order in words, for whoever approves: ids, counts and reasons, and nothing personal. */
  says(order: Order): string;
}

/** Declares a kind of order. */
export const approvalKind = <Order extends object>(kind: ApprovalKind<Order>): ApprovalKind<Order> => kind;

/** A key, or a person's roles, with that of an administrator among them. */
export interface AdministratorGrant {
  /** Name of the key, or id of the person. */
  readonly to: string;
  readonly roles: readonly Role[];
  readonly officer: string | null;
  /** ISO 8601; `null` for a grant that does not end. */
  readonly expiresAt: string | null;
}

/** Messages that are held back in a context, by their ids in ascending order. */
export interface BulkOrder {
  readonly context: string;
  readonly ids: readonly string[];
  readonly reason: string | null;
}

const bulk = (verb: string, { context, ids, reason }: BulkOrder): string =>
  `${verb} ${ids.length} messages that ${context} holds back (${reason ?? 'no reason given'}): ${ids.join(', ')}.`;

/** The orders of routes that every process has. */
export const grantAdministrator = approvalKind<AdministratorGrant>({
  name: 'grant-administrator',
  permission: 'keys:manage',
  says: ({ to, roles, officer, expiresAt }) =>
    `Give ${to} the roles ${roles.join(', ')}${officer === null ? '' : `, as officer ${officer}`}, ${expiresAt === null ? 'without an end' : `until ${expiresAt}`}.`,
});

export const bulkRedrive = approvalKind<BulkOrder>({
  name: 'bulk-redrive',
  permission: 'ops:write',
  says: (order) => bulk('Try again', order),
});

export const bulkDiscard = approvalKind<BulkOrder>({
  name: 'bulk-discard',
  permission: 'ops:write',
  says: (order) => bulk('Discard', order),
});
