import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { ConsultationsModule } from '../consultations/consultations.module.js';
import type { Settings } from '../settings.js';
import { delivery } from './delivery/delivery.aggregate.js';
import { DeliveryHandler } from './delivery/delivery.command.js';
import { DoorController } from './door.controller.js';
import { InvitationController } from './invitation.controller.js';
import { InvitationLists } from './invitation/invitation-lists.js';
import { invitation } from './invitation/invitation.aggregate.js';
import { InvitationHandler } from './invitation/invitation.command.js';
import { policies } from './policies.js';
import { publish } from './publish.js';
import { RegistrationFormController } from './registration-form.controller.js';
import { RegistrationController } from './registration.controller.js';
import { CodePictures } from './registration/code-pictures.js';
import { RegistrationTokens } from './registration/registration-tokens.js';
import { invitationContacts, registrationContacts } from './registration/contact.js';
import { registration } from './registration/registration.aggregate.js';
import { RegistrationHandler } from './registration/registration.command.js';
import { SeatLedgerController } from './seat-ledger.controller.js';
import { seatLedger } from './seat-ledger/seat-ledger.aggregate.js';
import { SeatLedgerHandler } from './seat-ledger/seat-ledger.command.js';
import { RegistrationPagesController } from './token-pages.controller.js';
import { invitationList } from './views/invitation-list.view.js';
import { InvitationReader } from './views/invitation.reader.js';
import { ParticipationReader } from './views/participation.reader.js';
import { participation } from './views/participation.view.js';
import { registrationList } from './views/registration-list.view.js';
import { RegistrationReader } from './views/registration.reader.js';
import { SeatLedgerReader } from './views/seat-ledger.reader.js';
import { walkInList } from './views/walk-in-list.view.js';
import { WalkInReader } from './views/walk-in.reader.js';
import { walkIn } from './walk-in/walk-in.aggregate.js';
import { WalkInHandler } from './walk-in/walk-in.command.js';

/** Seats and waiting lists, registrations, invitations, and the people who come to the door. */
@Module({
  imports: [
    EventSourcingModule.forFeature({
      context: 'events',
      aggregates: [seatLedger, registration, invitation, walkIn, delivery],
      views: [registrationList, participation, invitationList, walkInList],
      publish,
      policies,
      personalClaims: [registrationContacts, invitationContacts],
    }),
    ConsultationsModule,
  ],
  controllers: [
    SeatLedgerController,
    RegistrationController,
    RegistrationFormController,
    DoorController,
    InvitationController,
    RegistrationPagesController,
  ],
  providers: [
    SeatLedgerHandler,
    RegistrationHandler,
    InvitationHandler,
    WalkInHandler,
    DeliveryHandler,
    InvitationLists,
    CodePictures,
    SeatLedgerReader,
    RegistrationReader,
    InvitationReader,
    WalkInReader,
    ParticipationReader,
    {
      provide: RegistrationTokens,
      useFactory: ({ ECOU_SECRET }: Settings) => new RegistrationTokens(ECOU_SECRET),
      inject: [CONTEXT_CONFIG],
    },
  ],
})
export class RegistrationModule {}
