import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { Invalid } from '@ecou/event-sourcing';
import { AddressRefused, checkAddress, hostOf, mayReach } from '@ecou/runtime/outgoing';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../settings.js';
import type { ChangedEndpoint } from './endpoint/endpoint.schemas.js';

/** Milliseconds for which an answer waits for the name of an endpoint to be resolved. */
const resolveMs = 2_000;

/** Tells whoever sets an endpoint up what would fail later. */
@Injectable()
export class EndpointAddress {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Throws `Invalid`, at the field. A name that cannot be resolved now is taken: it is resolved and checked again for each connection. */
  async check(given: Pick<ChangedEndpoint, 'url' | 'ca' | 'clientCertificate' | 'clientKey'>): Promise<void> {
    checkCertificates(given);
    const host = hostOf(this.urlOf(given.url));
    const addresses = await Promise.race([
      lookup(host, { all: true }).catch(() => []),
      sleep(resolveMs, [], { ref: false }),
    ]);
    if (addresses.some(({ address }) => !mayReach(address, this.settings.networks))) {
      throw refused(`${host} is not on the public internet.`);
    }
  }

  private urlOf(address: string): URL {
    try {
      return checkAddress(address, this.settings);
    } catch (error) {
      if (error instanceof AddressRefused) throw refused(error.message);
      throw error;
    }
  }
}

const refused = (message: string) => new Invalid('ADDRESS_REFUSED', message, ['url']);

function checkCertificates({
  ca,
  clientCertificate,
  clientKey,
}: Omit<ChangedEndpoint, 'url' | 'contact' | 'filter'>): void {
  for (const [field, pem] of Object.entries({ ca, clientCertificate }))
    if (pem !== null && !isCertificate(pem))
      throw new Invalid('CERTIFICATE_INVALID', 'Must be a certificate in PEM.', [field]);
  if (clientKey === null) return;
  if (clientCertificate === null) {
    throw new Invalid('CERTIFICATE_MISSING', 'A key belongs to a certificate.', ['clientCertificate']);
  }
  try {
    createSecureContext({ cert: clientCertificate, key: clientKey });
  } catch {
    throw new Invalid('KEY_INVALID', 'Must be the key of the certificate, in PEM, without a password.', ['clientKey']);
  }
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
