import { join } from 'node:path';
import { goldenEvents, goldenViews } from '@ecou/event-sourcing/testing';
import { integrationsContext } from '../context.js';
import { endpointEvents } from './endpoint/endpoint.events.js';
import { events } from './endpoint/endpoint.samples.js';

goldenEvents(join(import.meta.dirname, 'golden'), [endpointEvents], events);

goldenViews(import.meta.dirname, integrationsContext);
