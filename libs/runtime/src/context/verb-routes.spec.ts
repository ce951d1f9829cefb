import { describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../http/routes/route.js';
import { routesOf } from '../http/routes/routes.js';
import { AggregateCommand } from './command.js';
import { verbRoute, verbRoutes } from './verb-routes.js';

class LampCommand extends AggregateCommand<
  { readonly type: 'Light' } | { readonly type: 'Dim'; readonly by: number }
> {}

const verbs = [
  verbRoute({ name: 'light', summary: 'Light it', command: () => ({ type: 'Light' }) }),
  verbRoute({
    name: 'dim-down',
    path: 'dims',
    summary: 'Dim it',
    body: z.strictObject({ by: z.int() }),
    command: ({ by }) => ({ type: 'Dim', by }),
  }),
];

@Controller('ops/v1/lamps')
class LampController extends verbRoutes(LampCommand, 'ops:write', verbs) {
  @Get()
  @Public()
  list() {
    return [];
  }
}

describe('a controller with routes of verbs', () => {
  it('has its own routes, then those of the verbs in their order, under their names', () => {
    expect(routesOf(LampController).map(({ method, path, handler }) => [method, path, handler])).toEqual([
      ['GET', '/ops/v1/lamps', 'LampController.list'],
      ['POST', '/ops/v1/lamps/:id/light', 'LampController.light'],
      ['POST', '/ops/v1/lamps/:id/dims', 'LampController.dimDown'],
    ]);
  });

  it('asks for the permission, carries out commands, and reads nothing without a schema', () => {
    const [, ...added] = routesOf(LampController);
    for (const { rules, commands, unschemed } of added) {
      expect({ permission: rules.permission, commands, unschemed }).toEqual({
        permission: 'ops:write',
        commands: true,
        unschemed: [],
      });
    }
  });

  it('takes only commands of its aggregate', () => {
    const strange = verbRoute({ name: 'paint', summary: 'Paint it', command: () => ({ type: 'Paint' }) });
    // @ts-expect-error -- a lamp is not painted
    expect(verbRoutes(LampCommand, 'ops:write', [strange])).toBeDefined();
  });
});
