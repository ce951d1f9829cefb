import { describe, expect, it } from '@jest/globals';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { notificationsContext } from '@ecou/notifications';
import { Caller, Permission, processPermissions, roles, type PermissionTable } from '@ecou/runtime';

const contexts = [eventsContext, facilitiesContext, feedbackContext, notificationsContext];
const reads = ['events:read', 'facilities:read', 'feedback:read', 'notifications:read'];
const writes = ['events:write', 'facilities:write', 'feedback:write', 'notifications:write'];

describe('what each role may do in all of Ecou', () => {
  const table = contexts.reduce<PermissionTable>(
    (all, { permissions }) => ({ ...all, ...permissions }),
    processPermissions,
  );
  const mayDo = Object.fromEntries(
    roles.map((role) => {
      const caller = new Caller('key:1', [role], table);
      return [role, Object.keys(table).filter((permission) => caller.can(permission as never))];
    }),
  );

  it.each([
    ['administrator', ...reads, ...writes, 'open311:write', 'ops:read', 'ops:write', 'metrics:read', 'keys:manage'],
    ['staff', ...reads, ...writes],
    ['analyst', ...reads, 'metrics:read'],
    ['operator', 'ops:read', 'ops:write', 'metrics:read'],
    ['system', ...reads],
    ['reporter', 'open311:write'],
  ])('%s', (role, ...permissions) => {
    expect([...(mayDo[role] ?? [])].sort()).toEqual([...permissions].sort());
  });

  it('is said by the names of permissions that there are', () => {
    const caller = new Caller('key:1', ['administrator'], table);
    expect(caller.can('open311:write')).toBe(true);
    // @ts-expect-error -- no context is called so
    expect(caller.can('petition:write')).toBe(false);
    // @ts-expect-error -- no context is called so
    Permission('petition:write');
    // @ts-expect-error -- nor has one any other permission
    const wrong: PermissionTable = { 'open311:read': [] };
    expect(wrong).toBeDefined();
  });

  it('is said of every role', () => {
    expect(roles).toHaveLength(6);
  });
});
