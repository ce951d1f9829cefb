import type { LogEntry } from '../../log/log.reader.js';

/** Bytes of a body at most; above that it says where the message is. */
const mostBytes = 20_000;

/** A request to an endpoint, without what signs it. */
export interface Payload {
  /** `webhook-id`: the same each time. */
  readonly id: string;
  readonly type: string;
  /** JSON. */
  readonly body: string;
}

/** A message as it is sent: the whole CloudEvent, or where it can be had. */
export function payloadOf(entry: LogEntry, publicUrl: string): Payload {
  const { id, type, position } = entry;
  const whole = bodyOf(entry, entry);
  if (Buffer.byteLength(whole) <= mostBytes) return { id, type, body: whole };
  const address = `${publicUrl}/integrations/v1/messages?after=${position - 1}&limit=1`;
  return { id, type, body: bodyOf(entry, { id, position, address }) };
}

/** A test of whether an endpoint takes what it is sent: no message of the log. */
export function testPayload(endpoint: string, id: string, time: string): Payload {
  const type = 'ecou.integrations.endpoint-test.v1';
  const data = {
    ...{ specversion: '1.0', id, source: '/ecou/integrations', type, subject: endpoint, time },
    ...{ datacontenttype: 'application/json', data: { endpointId: endpoint } },
  };
  return { id, type, body: bodyOf({ type, time }, data) };
}

const bodyOf = ({ type, time }: { readonly type: string; readonly time: string }, data: object): string =>
  JSON.stringify({ type, timestamp: time, data });
