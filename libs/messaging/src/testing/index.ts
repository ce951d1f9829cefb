export { stuckAfterMs } from '../bus/pulse.js';
export { troubleOf } from '../work/trouble.js';
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
