import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { FirstSignIn } from './first-sign-in.js';
import { SignInController } from './sign-in.controller.js';
import { SignIns } from './sign-ins.js';

/** Sign-in by a browser, and its sessions. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'identity' }), PeopleModule],
  controllers: [SignInController],
  providers: [FirstSignIn, SignIns],
  exports: [SignIns],
})
export class SignInModule {}
