import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { AddressPagesController } from './address-pages.controller.js';
import { PreferencesController } from './preferences.controller.js';
import { RenewalPagesController } from './renewal-pages.controller.js';
import { SubscriptionFormController } from './subscription-form.controller.js';
import { TokenPagesController } from './token-pages.controller.js';

/** The pages behind the links in mails, and the form that asks for them. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'notifications' }), SubscribersModule],
  controllers: [
    TokenPagesController,
    AddressPagesController,
    RenewalPagesController,
    PreferencesController,
    SubscriptionFormController,
  ],
})
export class PagesModule {}
