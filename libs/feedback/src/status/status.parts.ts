import { StatusController } from './status.controller.js';
import { StatusDoor } from './status-door.js';
import { GetStatusHandler } from './status.queries.js';

/** What petitioners see of their petitions, as a part of the context. */
export const statusParts = {
  controllers: [StatusController],
  providers: [StatusDoor, GetStatusHandler],
};
