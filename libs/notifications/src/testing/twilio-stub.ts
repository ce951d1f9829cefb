import { ProviderStub, type Answered, type Asked } from './provider-stub.js';

/** Twilio's Messages resource, from its public documentation (API version 2010-04-01): what it asks for, what it refuses, and by which code. */
export class TwilioStub extends ProviderStub {
  readonly accountSid = `AC${'0'.repeat(32)}`;
  readonly authToken = 'synthetic-token';
  /** Numbers whose owners sent STOP; numbers of no mobile. */
  readonly optedOut = new Set<string>();
  readonly landlines = new Set<string>();
  /** The numbers and senders of the account. */
  readonly senders = new Set(['+40310000000', 'PRIMARIA']);

  protected answer({ method, path, headers, body }: Asked): Answered {
    if (headers.authorization !== this.authorization) return refused(401, 20003, 'Authenticate');
    if (path !== `/2010-04-01/Accounts/${this.accountSid}/Messages.json`) return refused(404, 20404, 'Not found');
    if (method !== 'POST') return refused(405, 20004, 'Method not allowed');
    if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return refused(400, 21604, `A 'To' phone number is required.`);
    const form = Object.fromEntries(new URLSearchParams(body));
    const fault = this.faultOf(form);
    return fault ?? this.take(form);
  }

  private get authorization(): string {
    return `Basic ${Buffer.from(`${this.accountSid}:${this.authToken}`).toString('base64')}`;
  }

  private faultOf(form: Record<string, string>): Answered | undefined {
    const unknown = Object.keys(form).some((name) => !fields.has(name));
    if (unknown) return refused(400, 20001, 'Unknown parameters');
    return numberFault(form) ?? bodyFault(form) ?? this.senderFault(form) ?? this.recipientFault(form);
  }

  private senderFault({ From: from, MessagingServiceSid: service }: Record<string, string>): Answered | undefined {
    if (!from && !service) return refused(400, 21603, `A 'From' phone number is required.`);
    return from && !this.senders.has(from) ? refused(400, 21606, `The 'From' phone number is not valid.`) : undefined;
  }

  private recipientFault({ To: to = '' }: Record<string, string>): Answered | undefined {
    if (this.optedOut.has(to)) return refused(400, 21610, 'Attempt to send to unsubscribed recipient');
    return this.landlines.has(to) ? refused(400, 21614, `'To' number is not a valid mobile number`) : undefined;
  }

  private take(form: Record<string, string>): Answered {
    this.taken.push(form);
    const sid = `SM${this.taken.length.toString(16).padStart(32, '0')}`;
    return {
      status: 201,
      body: {
        sid,
        account_sid: this.accountSid,
        to: form['To'],
        body: form['Body'],
        status: 'queued',
        error_code: null,
      },
    };
  }
}

const fields = new Set(['To', 'From', 'MessagingServiceSid', 'Body', 'StatusCallback', 'ValidityPeriod']);

function numberFault({ To: to }: Record<string, string>): Answered | undefined {
  if (!to) return refused(400, 21604, `A 'To' phone number is required.`);
  return /^\+[1-9]\d{6,14}$/.test(to) ? undefined : refused(400, 21211, `Invalid 'To' Phone Number`);
}

function bodyFault({ Body: body }: Record<string, string>): Answered | undefined {
  if (!body) return refused(400, 21602, 'Message body is required.');
  const isLong = body.length > 1600;
  return isLong ? refused(400, 21617, 'The concatenated message body exceeds the 1600 character limit.') : undefined;
}

const refused = (status: number, code: number, message: string): Answered => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
