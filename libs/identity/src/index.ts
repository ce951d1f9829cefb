export { identityContext } from './context.js';
