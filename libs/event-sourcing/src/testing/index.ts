export { specify } from './given.js';
export { goldenEvents } from './golden.js';
