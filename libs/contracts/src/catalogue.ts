import { topicOf, type Contract } from './contract.js';
import { eventsContracts } from './events.js';
import { facilitiesContracts } from './facilities.js';
import { feedbackContracts } from './feedback.js';
import { integrationsContracts } from './integrations.js';
import { notificationsContracts } from './notifications.js';
import { subjectContracts } from './subjects.js';

/** Every contract by its type. Throws where two have the same type. */
export function catalogueOf(contracts: readonly Contract[]): ReadonlyMap<string, Contract> {
  const byType = new Map<string, Contract>();
  for (const contract of contracts) {
    if (byType.has(contract.type)) throw new Error(`The contract ${contract.type} is declared twice.`);
    byType.set(contract.type, contract);
  }
  return byType;
}

/** All contracts, public and internal, by type. */
export const catalogue: ReadonlyMap<string, Contract> = catalogueOf([
  ...eventsContracts,
  ...facilitiesContracts,
  ...feedbackContracts,
  ...integrationsContracts,
  ...notificationsContracts,
  ...subjectContracts,
]);

/** The topics of all public contracts. */
export const publicTopics: readonly string[] = [
  ...new Set(
    [...catalogue.values()]
      .filter(({ visibility }) => visibility === 'public')
      .map(({ context, visibility }) => topicOf(context, visibility)),
  ),
];

/** False for the type of a contract that was withdrawn. */
export const isTypeTold = (type: string): boolean => catalogue.get(type)?.withdrawn === undefined;
