import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { Challenges } from './challenges.js';
import { Holders } from './holders.js';
import { InvitationPageController } from './invitation-page.controller.js';
import { Invitations } from './invitations.js';
import { InvitationsController } from './invitations.controller.js';
import { OwnPasskeys } from './own-passkeys.js';
import { OwnPasskeysController } from './own-passkeys.controller.js';
import { PasskeySignInController } from './passkey-sign-in.controller.js';
import { PasskeySignIns } from './passkey-sign-ins.js';
import { Registrations } from './registrations.js';
import { RelyingParty } from './relying-party.js';

/** Accounts of Ecou's own: invitations, passkeys, and sign-in with them. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'identity' }), PeopleModule, SignInModule],
  controllers: [InvitationsController, InvitationPageController, PasskeySignInController, OwnPasskeysController],
  providers: [RelyingParty, Challenges, Holders, Invitations, Registrations, PasskeySignIns, OwnPasskeys],
})
export class PasskeysModule {}
