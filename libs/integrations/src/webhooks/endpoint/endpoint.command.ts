import { Sealing, UnitsOfWork, Vault, type Unsealed } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EndpointSecrets } from './endpoint-secrets.js';
import { endpoint } from './endpoint.aggregate.js';
import type { Endpoint, EndpointCommandBody } from './endpoint.decider.js';

/** A client's key in it is in the clear: it is sealed before the rules see it. `null` in a change leaves the one that stands. */
export class EndpointCommand extends AggregateCommand<Unsealed<EndpointCommandBody>> {}

@CommandHandler(EndpointCommand)
export class EndpointHandler implements ICommandHandler<EndpointCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly vault: Vault,
    private readonly secrets: EndpointSecrets,
  ) {}

  execute({ id, command: given, context }: EndpointCommand) {
    return this.units.run(context, async (work) => {
      const state = await work.look(endpoint, id);
      // The contact belongs to the endpoint: its random id is the subject.
      const command = await new Sealing(this.vault, id, state).seal<EndpointCommandBody>(given);
      return work.decide(endpoint, id, this.withSealedKey(id, command, state));
    });
  }

  private withSealedKey(id: string, command: EndpointCommandBody, state: Endpoint | null): EndpointCommandBody {
    if (command.type !== 'CreateEndpoint' && command.type !== 'ChangeEndpoint') return command;
    const standing = command.type === 'CreateEndpoint' ? state?.created : state?.settings;
    const { settings } = command;
    return { ...command, settings: { ...settings, clientKey: this.keyOf(id, settings, standing?.clientKey ?? null) } };
  }

  /** The sealed key. The same key seals to something else each time, so the one that stands is taken where it is the same. */
  private keyOf(
    id: string,
    { clientCertificate, clientKey }: { readonly clientCertificate: string | null; readonly clientKey: string | null },
    standing: string | null,
  ): string | null {
    if (clientCertificate === null) return null;
    if (clientKey === null) return standing;
    const isSame = standing !== null && this.secrets.openKey(id, standing) === clientKey;
    return isSame ? standing : this.secrets.sealKey(id, clientKey);
  }
}
