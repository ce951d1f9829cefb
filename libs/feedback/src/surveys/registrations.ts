import type { Registration, RegistrationTable } from '@ecou/messaging';
import type { ResponseEvent, ResponseRecorded } from './response/response.events.js';

/** An answer by ballot as it is registered: without number and time, which would tell whose it is (0054). */
export const ballotRegistration = ({ questionnaireId, language, answers }: ResponseRecorded['data']): Registration => ({
  kind: 'ballot',
  number: null,
  registeredAt: null,
  record: { questionnaireId, language, answers },
});

/** Of the answers, those by ballot: whoever gave one has nothing else in hand. */
export const registrations: RegistrationTable<ResponseEvent> = {
  ResponseRecorded: ({ data }) => (data.channel === 'ballot' ? ballotRegistration(data) : null),
};
