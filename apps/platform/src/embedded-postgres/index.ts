export { holdsEmbeddedData } from './place.js';
export { reachOf, type Reach } from './reach.js';
export { findEmbeddedPostgres, type RunningPostgres } from './running.js';
export { EmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgresOptions } from './server.js';
export { StartError } from '../start-error.js';
export { keepSecret } from './secrets.js';
