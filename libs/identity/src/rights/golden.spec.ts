import { join } from 'node:path';
import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { legalHoldsEvents } from './holds/legal-holds.events.js';
import { recoveredErasureEvents } from './recovery/recovered-erasure.js';
import { retentionPlanEvents } from './retention/plan/retention-plan.events.js';
import { retentionRunEvents } from './retention/run/retention-run.events.js';
import { rightsRequestEvents } from './request/rights-request.events.js';
import { events } from './rights.samples.js';
import { retentionRuns } from './views/retention-runs.view.js';
import { rightsRequestList } from './views/rights-request-list.view.js';

const declared = [
  ...[rightsRequestEvents, recoveredErasureEvents, legalHoldsEvents],
  ...[retentionPlanEvents, retentionRunEvents],
];

goldenEvents(join(import.meta.dirname, 'golden'), declared, events);

goldenViews(import.meta.dirname, { events: declared, views: [rightsRequestList, retentionRuns] });
