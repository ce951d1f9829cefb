import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { approvalEvents } from '@ecou/runtime';
import { join } from 'node:path';
import { approvalSamples } from './approval.samples.js';
import { approvals } from './views/approvals.view.js';

goldenEvents(join(import.meta.dirname, 'golden'), [approvalEvents], approvalSamples);
goldenViews(import.meta.dirname, { events: [approvalEvents], views: [approvals] });
