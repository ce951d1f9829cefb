import { UpdatesRequestedContactV1 } from '@ecou/contracts';
import { onContract, type Policy } from '@ecou/messaging';
import { SubscriberCommand } from './subscriber/subscriber.command.js';
import { channel as knownChannel } from './subscriber/subscriber.events.js';

/** Whenever what, then which command. */
export const policies: readonly Policy[] = [
  onContract(UpdatesRequestedContactV1, {
    name: 'wish-becomes-subscription',
    then: ({ data: { requestId, topics, language, consentText, channel, address, requestedAt } }, context) =>
      new SubscriberCommand(
        address.subject,
        {
          type: 'AskSubscription',
          address,
          channel: knownChannel.parse(channel),
          topics,
          language,
          consent: { text: consentText, version: null, how: 'questionnaire', reference: requestId },
          at: requestedAt,
        },
        context,
      ),
  }),
];
