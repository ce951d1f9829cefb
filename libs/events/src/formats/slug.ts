import { slug as name, slugPattern } from '@ecou/contracts';
import { z } from 'zod';

/** A name in addresses and figures, such as `ngo-member`, of 100 characters at most. */
export const slug = name.max(100);

/** The id of an entry of a taxonomy. Whoever sends a name instead is told where ids are listed. */
export const entryOf = (taxonomy: string, example: string) =>
  z
    .string()
    .regex(slugPattern, `Use the id, e.g. \`${example}\`; \`GET /events/v1/taxonomies/${taxonomy}\` lists them.`)
    .max(100)
    .meta({ example });
