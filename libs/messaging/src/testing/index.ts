export { stillAfterMs, stuckAfterMs } from '../bus/pulse.js';
export { troubleOf } from '../resilience/trouble.js';
export {
  mistakes,
  order,
  ordersContext,
  orderStream,
  parcel,
  parcelStream,
  shippingPolicies,
  type ParcelCommandBody,
} from './orders-and-shipping.js';
