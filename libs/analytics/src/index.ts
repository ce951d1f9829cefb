export { addressesOf, type Addresses } from './analysts/addresses.js';
export { listAnalysts, makeAnalyst, revokeAnalyst, rotateAnalyst } from './analysts/analyst-roles.js';
export { analyticsContext } from './context.js';
