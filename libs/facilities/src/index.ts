export { facilitiesContext } from './context.js';
