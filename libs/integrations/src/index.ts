export { integrationsContext } from './context.js';
