export { TestApi, type Answer, type CallOptions } from './api.js';
export { TestClock } from './clock.js';
export { startTestProcess, type TestProcess, type TestProcessOptions } from './test-process.js';
