export { feedbackContext } from './context.js';
