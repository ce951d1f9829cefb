import { z } from 'zod';

export const contexts = z.array(z.string()).describe('The contexts that know people: each is asked.');

/** Those that were asked before orders named them. */
const first = ['events', 'feedback', 'facilities', 'notifications', 'integrations'];

export const withFirstContexts = (data: Record<string, unknown>) => ({ ...data, contexts: first });
