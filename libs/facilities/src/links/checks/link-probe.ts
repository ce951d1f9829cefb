import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Publisher } from '@ecou/runtime';
import { checkAddress, guardedLookup } from '@ecou/runtime/outgoing';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../settings.js';
import { findingOf, findingOfError, type Finding } from './findings.js';
import { HostTurns } from './host-turns.js';

const mostRedirects = 5;

type Method = 'HEAD' | 'GET';

interface Head {
  readonly status: number;
  readonly location: string | undefined;
  readonly retryAfter: string | undefined;
}

class TooManyRedirects extends Error {
  readonly code = 'TOO_MANY_REDIRECTS';
}

/** The header's characters are those of ASCII (RFC 9110). */
const ascii = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[()\\]/g, '')
    .trim();

/** Asks whether links work: `HEAD`, then `GET` where that does not say yes; of an answer only status and headers are read. */
@Injectable()
export class LinkProbe {
  private readonly turns: HostTurns;
  private readonly agents: readonly [HttpAgent, HttpsAgent];
  private readonly userAgent: string;

  constructor(
    @Inject(SETTINGS) private readonly settings: Omit<Settings, 'checksLinks' | 'everyMs'>,
    publisher: Publisher,
  ) {
    this.turns = new HostTurns(settings.pauseMs);
    const options = { keepAlive: false, lookup: guardedLookup(settings.networks) };
    this.agents = [new HttpAgent(options), new HttpsAgent(options)];
    this.userAgent = `Ecou-Links/1 (${ascii(publisher.institution)}; +${publisher.publicUrl})`;
  }

  /** The hosts that are not to be asked anything at the moment. */
  get busy(): readonly string[] {
    return this.turns.busy;
  }

  /** Throws only where the signal aborts. */
  async check(url: string, signal: AbortSignal): Promise<Finding> {
    const finding = await this.ask('HEAD', url, signal);
    return mayKnowGet(finding) ? await this.ask('GET', url, signal) : finding;
  }

  private async ask(method: Method, url: string, signal: AbortSignal): Promise<Finding> {
    try {
      const { status, retryAfter } = await this.follow(method, url, signal);
      return findingOf(status, retryAfter);
    } catch (error) {
      signal.throwIfAborted();
      return findingOfError(error);
    }
  }

  /** The answer where redirects lead to, each of them guarded. */
  private async follow(method: Method, url: string, signal: AbortSignal): Promise<Head> {
    let address = url;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const at = checkAddress(address, this.settings);
      const head = await this.turns.take(at.host, signal, () => this.send(method, at, signal));
      const { status, location } = head;
      if (status < 300 || status > 399 || status === 304 || location === undefined) return head;
      const next = URL.parse(location, at);
      if (!next) return { ...head, status: 502 };
      next.hash = '';
      address = next.href;
    }
    throw new TooManyRedirects();
  }

  private send(method: Method, url: URL, signal: AbortSignal): Promise<Head> {
    const [http, https] = this.agents;
    const options = {
      method,
      headers: { accept: '*/*', 'user-agent': this.userAgent },
      signal: AbortSignal.any([signal, AbortSignal.timeout(this.settings.limitMs)]),
    };
    return new Promise((resolve, reject) => {
      const sent =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: https })
          : httpRequest(url, { ...options, agent: http });
      sent
        .once('response', (response) => {
          const { statusCode: status = 0, headers } = response;
          resolve({ status, location: headers.location, retryAfter: headers['retry-after'] });
          response.destroy();
        })
        .on('error', reject)
        .end();
    });
  }
}

/** Some servers know `HEAD` badly. One that is not there, says nothing, or wants to be left alone is not asked twice. */
function mayKnowGet(finding: Finding): boolean {
  if (finding.outcome === 'works') return false;
  if (finding.status !== null) return finding.status !== 401 && finding.status !== 429;
  return finding.outcome === 'fails' && (finding.fault === 'reset' || finding.fault === 'protocol');
}
