export { eventsContext } from './context.js';
