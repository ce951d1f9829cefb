import { z } from 'zod';

/** An address that a browser opens. */
export const webAddress = z.url({ protocol: /^https?$/, error: 'An address of http or https' }).max(2000);
