import { EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { PeopleController } from './people.controller.js';
import { PeopleReader } from './people.reader.js';
import { person } from './person/person.aggregate.js';
import { personalClaims, PersonHandler } from './person/person.command.js';
import { PersonNames } from './person-names.js';
import { people } from './views/people.view.js';

/** Those who sign in: their roles, the officers who they are, and their accounts. */
@Module({
  imports: [
    EventSourcingModule.forFeature({ context: 'identity', aggregates: [person], views: [people], personalClaims }),
  ],
  controllers: [PeopleController],
  providers: [PeopleReader, PersonHandler, PersonNames],
  exports: [PersonNames],
})
export class PeopleModule {}
