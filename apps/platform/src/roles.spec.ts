import { describe, expect, it } from '@jest/globals';
import { eventsContext } from '@ecou/events';
import { facilitiesContext } from '@ecou/facilities';
import { feedbackContext } from '@ecou/feedback';
import { notificationsContext } from '@ecou/notifications';
import { Caller, processPermissions, roles } from '@ecou/runtime';

const contexts = [eventsContext, facilitiesContext, feedbackContext, notificationsContext];
const reads = ['events:read', 'facilities:read', 'feedback:read', 'notifications:read'];
const writes = ['events:write', 'facilities:write', 'feedback:write', 'notifications:write'];

describe('what each role may do in all of Ecou', () => {
  const table = Object.assign({}, processPermissions, ...contexts.map(({ permissions }) => permissions));
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

  it('is said of every role', () => {
    expect(roles).toHaveLength(6);
  });
});
