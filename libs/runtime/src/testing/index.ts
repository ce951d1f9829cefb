export { TestApi, type Answer, type CallOptions } from './api.js';
export { TestClock, wireTo, type Wire } from '@ecou/event-sourcing/testing';
export { startPart } from './part.js';
export { testRoom } from './room.js';
export { startTestProcess, type TestProcess, type TestProcessOptions } from './test-process.js';
export { unitsSince } from './units.js';
export { routesOfDocument, walkRoutes, type Step, type Walk, type WalkedRoute } from './walk-routes.js';
