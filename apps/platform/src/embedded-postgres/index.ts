export { EmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgresOptions } from './server.js';
export { StartError } from '../start-error.js';
