import { AsyncLocalStorage } from 'node:async_hooks';
import type { EntityManager } from 'typeorm';
import type { RequestState } from './routes/route.js';

/** Values of the request that is being answered, wherever its code has got to. */
export interface CurrentRequest {
  /** W3C Trace Context, made here where the request brought none. */
  readonly traceparent: string;
  /** The same for all that the request comes to. */
  readonly state: RequestState;
  /** The position that the answer stands for, set by `ReadModels.resolveAsOf`. */
  asOf?: number;
  /** Reads every view as of one moment, where an answer takes many reads. */
  readonly snapshot?: EntityManager;
}

const storage = new AsyncLocalStorage<CurrentRequest>();

/** The request that is being answered; `undefined` outside of one. */
export const currentRequest = (): CurrentRequest | undefined => storage.getStore();

export const withRequest = <T>(request: CurrentRequest, run: () => T): T => storage.run(request, run);

/** Runs what belongs to no request though one asked for it: it reads no snapshot of it, and what it opens was shown to nobody. */
export const outsideOfRequest = <T>(run: () => T): T => storage.exit(run);
