import { join } from 'node:path';
import { z } from 'zod';

/** The environment variables of the room. */
export const variables = {
  ECOU_DATA_DIR: z.string().default('.ecou'),
  /** Empty, as `compose.yml` hands it on: not set. */
  ECOU_ERASED_LIST: z.string().optional(),
  ECOU_CONTEXTS_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as http://gateway:8080' })
    .optional(),
};

export interface Settings {
  /** The file with the list of erasures. */
  readonly erasedList: string;
  /** The address under which every context answers; `undefined`: this process serves all of them. */
  readonly contextsUrl: string | undefined;
}

/** Injection token of the `Settings`. */
export const SETTINGS = Symbol('RightsSettings');

export function settingsOf(environment: unknown): Settings {
  const given = environment as z.output<z.ZodObject<typeof variables>>;
  const { ECOU_DATA_DIR: dataDir, ECOU_ERASED_LIST: list, ECOU_CONTEXTS_URL: url } = given;
  return { erasedList: list || join(dataDir, 'erased-people.jsonl'), contextsUrl: url?.replace(/\/$/, '') };
}
