export { integrationsContext } from './context.js';
export { addLeaves } from './transparency/leaf-intake.js';
