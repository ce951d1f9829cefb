import { z } from 'zod';

/** The key of a field: letters and digits, parts joined by hyphens. */
export const fieldKey = z
  .string()
  .max(60)
  .regex(/^[a-z][A-Za-z0-9]*(-[a-z0-9]+)*$/, 'A key such as `seats` or `peakPower`');
