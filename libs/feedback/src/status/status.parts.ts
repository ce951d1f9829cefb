import { StatusController } from './status.controller.js';
import { StatusAccess } from './status-access.js';
import { GetStatusHandler } from './status.queries.js';

/** The status page as parts of the context. */
export const statusParts = {
  controllers: [StatusController],
  providers: [StatusAccess, GetStatusHandler],
};
