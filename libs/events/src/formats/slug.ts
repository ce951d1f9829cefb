import { slug as name } from '@ecou/contracts';

/** A name in addresses and figures, such as `ngo-member`, of 100 characters at most. */
export const slug = name.max(100);
