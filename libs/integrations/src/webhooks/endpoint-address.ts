import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Invalid } from '@ecou/event-sourcing';
import { AddressRefused, checkReachable } from '@ecou/runtime/outgoing';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../settings.js';
import type { ChangedEndpoint } from './endpoint/endpoint.schemas.js';

/** Tells whoever sets an endpoint up what would fail later. */
@Injectable()
export class EndpointAddress {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** Throws `Invalid`, at the field. A name that cannot be resolved now is taken: it is resolved and checked again for each connection. */
  async check(given: Pick<ChangedEndpoint, 'url' | 'ca' | 'clientCertificate' | 'clientKey'>): Promise<void> {
    checkCertificates(given);
    try {
      await checkReachable(given.url, this.settings);
    } catch (error) {
      if (error instanceof AddressRefused) throw new Invalid('ADDRESS_REFUSED', error.message, ['url']);
      throw error;
    }
  }
}

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
