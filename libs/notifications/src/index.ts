export { notificationsContext } from './context.js';
