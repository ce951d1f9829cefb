import { describe, expect, it } from '@jest/globals';
import { Caller, Permission, permissionsOf, roles, routesOf, type PermissionTable } from '@ecou/runtime';
import { contexts } from './platform.js';

const reads = [
  'events:read',
  'facilities:read',
  'surveys:read',
  'petitions:read',
  'notifications:read',
  'campaigns:read',
  'disseminations:read',
  'inbox:read',
];
/** What is told of all contexts together. */
const told = ['log:read', 'figures:read'];
/** Orders that need two people. */
const approvals = ['approvals:read', 'approvals:decide'];
/** Of the public log. */
const signs = ['log:sign', 'log:cosign'];
const petitions = ['petitions:register', 'petitions:handle', 'petitions:assign', 'petitions:lead'];
const inbox = ['inbox:read', 'inbox:handle'];
const writes = [
  ...['events:write', 'facilities:write', 'facility-feedback:write', 'surveys:write', 'notifications:write'],
  ...['campaigns:write', 'mails:read', 'disseminations:write', 'inbox:handle'],
  ...['directory:write', ...petitions],
];

describe('what each role may do in all of Ecou', () => {
  const table = permissionsOf(contexts);
  const mayDo = Object.fromEntries(
    roles.map((role) => {
      const caller = new Caller('key:1', [role], table);
      return [role, Object.keys(table).filter((permission) => caller.can(permission as never))];
    }),
  );

  it.each([
    [
      'administrator',
      ...reads,
      ...told,
      ...signs,
      'endpoints:manage',
      'analysts:manage',
      ...writes,
      'open311:write',
      'ops:read',
      'ops:write',
      'metrics:read',
      'keys:manage',
      ...approvals,
      'audit:read',
      'subjects:read',
      'rights:handle',
      'rights:approve',
      'retention:read',
      'retention:manage',
      'people:manage',
    ],
    ['staff', ...reads, ...writes, 'subjects:read', 'rights:handle', 'retention:read'],
    ['registry', 'petitions:read', 'petitions:register', 'petitions:handle', 'petitions:assign', ...inbox],
    ['officer', 'petitions:read', 'petitions:handle', ...inbox],
    ['head-of-department', 'petitions:read', 'petitions:handle', 'petitions:assign', 'petitions:lead', ...inbox],
    [
      'editor',
      ...[
        'events:read',
        'events:write',
        'surveys:read',
        'surveys:write',
        'disseminations:read',
        'disseminations:write',
      ],
    ],
    ['map-editor', 'facilities:read', 'facilities:write', 'facility-feedback:write'],
    [
      'communicator',
      ...['events:read', 'notifications:read', 'notifications:write', 'campaigns:read', 'campaigns:write'],
      ...['disseminations:read', 'disseminations:write'],
      ...inbox,
    ],
    ['auditor', ...reads, ...told, 'ops:read', 'approvals:read', 'audit:read', 'retention:read'],
    ['analyst', ...reads, ...told, 'metrics:read'],
    ['operator', ...told, ...signs, 'ops:read', 'ops:write', 'metrics:read', ...approvals],
    ['system', ...reads, ...told, 'log:cosign', 'endpoints:manage'],
    ['reporter', 'open311:write'],
  ])('%s', (role, ...permissions) => {
    expect([...(mayDo[role] ?? [])].sort()).toEqual([...permissions].sort());
  });

  it.each([
    ['events', 'RegistrationController.find'],
    ['events', 'InvitationController.find'],
    ['events', 'DoorController.findWalkIns'],
    ['surveys', 'QuestionnaireController.invitations'],
  ])('%s: what people said of themselves (%s) is read by those who work with it', (room, handler) => {
    const routes = contexts
      .flatMap(({ controllers }) => controllers.flatMap(routesOf))
      .filter((route) => route.handler === handler);
    expect(routes.map(({ method, rules }) => [method, rules.permission])).toEqual([['GET', `${room}:write`]]);
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

  it.each([
    [['officer'], true],
    [['head-of-department', 'editor'], true],
    [['officer', 'auditor'], true],
    [['officer', 'registry'], false],
    [['staff', 'head-of-department'], false],
    [['auditor'], false],
  ] as const)('binds %j to a department: %s', (given, isBound) => {
    expect(new Caller('key:1', given, table, 'someone').isBound).toBe(isBound);
  });

  it('is said of every role', () => {
    expect(roles).toHaveLength(13);
  });
});
