import { z } from 'zod';

/** A name in addresses and figures, such as `ngo-member`. */
export const slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Small letters and digits, joined by hyphens');
