import { Vault, type Sealed } from '@ecou/event-sourcing';
import { currentRequest } from '../http/request.js';

/** A vault that notes on the request that is being answered that an envelope was opened for it. */
export class WatchedVault extends Vault {
  override open<T>(sealed: Sealed<T>): Promise<T | undefined> {
    const request = currentRequest();
    if (request) request.state.hasOpened = true;
    return super.open(sealed);
  }
}
