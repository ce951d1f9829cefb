/*
 * The data of every public contract, by its type. Written by `npm run generate -- freeze` out of the JSON Schemas, and never by hand.
 */

export interface Contracts {
  /** @description A programme started. */
  'ecou.events.programme-started.v1': {
    /** Format: uuid */
    programmeId: string;
    title: {
      ro: string;
      en?: string;
    };
    fundingCodes: {
      scheme: string;
      code: string;
    }[];
    period: {
      /** Format: date */
      from: string;
      /** Format: date */
      to: string;
    } | null;
    /** Format: date-time */
    startedAt: string;
  };
  /** @description Something that was told of a programme was wrong: the programme as it stands now, and what changed. */
  'ecou.events.programme-corrected.v1': {
    /** Format: uuid */
    programmeId: string;
    title: {
      ro: string;
      en?: string;
    };
    fundingCodes: {
      scheme: string;
      code: string;
    }[];
    period: {
      /** Format: date */
      from: string;
      /** Format: date */
      to: string;
    } | null;
    /** @description `title`, `description`, `funding-codes`, `activities`, `period`, `partners`, `organiser` or `financing`; more may follow. */
    changed: string[];
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    correctedAt: string;
  };
  /** @description A programme ended: it gets no civic event and plans no deliverable any more. */
  'ecou.events.programme-ended.v1': {
    /** Format: uuid */
    programmeId: string;
    title: {
      ro: string;
      en?: string;
    };
    fundingCodes: {
      scheme: string;
      code: string;
    }[];
    period: {
      /** Format: date */
      from: string;
      /** Format: date */
      to: string;
    } | null;
    reason: {
      ro: string;
      en?: string;
    } | null;
    /** Format: date-time */
    endedAt: string;
  };
  /** @description A programme goes on after it was ended. */
  'ecou.events.programme-reopened.v1': {
    /** Format: uuid */
    programmeId: string;
    title: {
      ro: string;
      en?: string;
    };
    fundingCodes: {
      scheme: string;
      code: string;
    }[];
    period: {
      /** Format: date */
      from: string;
      /** Format: date */
      to: string;
    } | null;
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    reopenedAt: string;
  };
  /** @description A deliverable of a programme was published, at this address. */
  'ecou.events.deliverable-published.v1': {
    /** Format: uuid */
    programmeId: string;
    programmeTitle: {
      ro: string;
      en?: string;
    };
    /** Format: uuid */
    deliverableId: string;
    /** @description Such as `study`, `facilities-map`, `podcast` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** Format: uri */
    address: string;
    /** Format: date-time */
    publishedAt: string;
  };
  /** @description A civic event was announced to the public. */
  'ecou.events.civic-event-published.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description Such as `consultation`, `debate` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** Format: date-time */
    endsAt: string;
    /** @description IANA time zone of the place. */
    timeZone: string;
    /** @enum {string} */
    format: 'in-person' | 'online' | 'hybrid';
    venue: {
      name: string;
      address: string;
    } | null;
    onlineAddress: string | null;
    /** @description ISO 639-1 codes. */
    languages: string[];
    /** Format: date-time */
    publishedAt: string;
  };
  /** @description A civic event that had been announced takes place at another time. */
  'ecou.events.civic-event-rescheduled.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description Such as `consultation`, `debate` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** Format: date-time */
    endsAt: string;
    /** @description IANA time zone of the place. */
    timeZone: string;
    /** @enum {string} */
    format: 'in-person' | 'online' | 'hybrid';
    venue: {
      name: string;
      address: string;
    } | null;
    onlineAddress: string | null;
    /** @description ISO 639-1 codes. */
    languages: string[];
    previous: {
      /** Format: date-time */
      startsAt: string;
      /** Format: date-time */
      endsAt: string;
      timeZone: string;
    };
    reason: {
      ro: string;
      en?: string;
    } | null;
    /** Format: date-time */
    rescheduledAt: string;
  };
  /** @description Something that the public was told of a civic event was wrong: the event as it stands now, and what changed. */
  'ecou.events.civic-event-corrected.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description Such as `consultation`, `debate` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** Format: date-time */
    endsAt: string;
    /** @description IANA time zone of the place. */
    timeZone: string;
    /** @enum {string} */
    format: 'in-person' | 'online' | 'hybrid';
    venue: {
      name: string;
      address: string;
    } | null;
    onlineAddress: string | null;
    /** @description ISO 639-1 codes. */
    languages: string[];
    /** @description `title`, `description`, `format`, `venue`, `online-address`, `languages`, `audience` or `agenda`; more may follow. */
    changed: string[];
    /** @description `null`: nobody gave one, of an agenda. */
    reason: {
      ro: string;
      en?: string;
    } | null;
    /** Format: date-time */
    correctedAt: string;
  };
  /** @description A civic event that had been announced does not take place. */
  'ecou.events.civic-event-cancelled.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description Such as `consultation`, `debate` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** Format: date-time */
    endsAt: string;
    /** @description IANA time zone of the place. */
    timeZone: string;
    /** @enum {string} */
    format: 'in-person' | 'online' | 'hybrid';
    venue: {
      name: string;
      address: string;
    } | null;
    onlineAddress: string | null;
    /** @description ISO 639-1 codes. */
    languages: string[];
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    cancelledAt: string;
  };
  /** @description A civic event took place. */
  'ecou.events.civic-event-held.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description Such as `consultation`, `debate` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** Format: date-time */
    endsAt: string;
    /** @description IANA time zone of the place. */
    timeZone: string;
    /** @enum {string} */
    format: 'in-person' | 'online' | 'hybrid';
    venue: {
      name: string;
      address: string;
    } | null;
    onlineAddress: string | null;
    /** @description ISO 639-1 codes. */
    languages: string[];
    /** Format: date-time */
    heldAt: string;
  };
  /** @description It was said by mistake that a civic event took place (`civic-event-held`); it did not, or not yet. */
  'ecou.events.civic-event-hold-revoked.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description Such as `consultation`, `debate` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** Format: date-time */
    endsAt: string;
    /** @description IANA time zone of the place. */
    timeZone: string;
    /** @enum {string} */
    format: 'in-person' | 'online' | 'hybrid';
    venue: {
      name: string;
      address: string;
    } | null;
    onlineAddress: string | null;
    /** @description ISO 639-1 codes. */
    languages: string[];
    /** @description `published` or `rescheduled`: the one that it has again; more may follow. */
    status: string;
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    revokedAt: string;
  };
  /** @description How many people attended a civic event, by category and in total, as it was reported. */
  'ecou.events.attendance-reported.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    categories: {
      category: string;
      count: number;
    }[];
    /** @description As it was given; not the sum of the categories. */
    total: number;
    /** @description The sum of the categories minus the total. */
    difference: number;
    /** @description Whether the categories add up to the total. */
    reconciled: boolean;
    /** Format: date-time */
    reportedAt: string;
  };
  /** @description Somebody corrected the attendance of a civic event: the figures that stand now, and those that were reported. */
  'ecou.events.attendance-corrected.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    categories: {
      category: string;
      count: number;
    }[];
    /** @description As it was given; not the sum of the categories. */
    total: number;
    /** @description The sum of the categories minus the total. */
    difference: number;
    /** @description Whether the categories add up to the total. */
    reconciled: boolean;
    reported: {
      categories: {
        category: string;
        count: number;
      }[];
      /** @description As it was given; not the sum of the categories. */
      total: number;
    };
    reason: string;
    /** Format: date-time */
    correctedAt: string;
  };
  /** @description Somebody corrected the attendance of a civic event: the figures that stand now, and those that were reported. */
  'ecou.events.attendance-corrected.v2': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    categories: {
      category: string;
      count: number;
    }[];
    /** @description As it was given; not the sum of the categories. */
    total: number;
    /** @description The sum of the categories minus the total. */
    difference: number;
    /** @description Whether the categories add up to the total. */
    reconciled: boolean;
    reported: {
      categories: {
        category: string;
        count: number;
      }[];
      /** @description As it was given; not the sum of the categories. */
      total: number;
    };
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    correctedAt: string;
  };
  /** @description Something that was said at a civic event was put on record; its words, which can be redacted, are not in it. Where it is a recommendation, or becomes one later, `recommendation-recorded` tells that. */
  'ecou.events.discussion-point-recorded.v1': {
    /**
     * Format: uuid
     * @description Also the id of the recommendation, where it is one.
     */
    discussionPointId: string;
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description `recommendation`, `suggestion`, `observation`, or `discussion-point`: nobody said which; more may follow. */
    kind: string;
    /** @description Of the taxonomy `discussion-themes`. */
    themes: string[];
    /** @description The version of the taxonomy that they were chosen from. */
    themesVersion: number;
    /** @description Its place in the session, where somebody noted it. */
    place: number | null;
    /** Format: date-time */
    recordedAt: string;
  };
  /** @description A recommendation was made at a civic event. */
  'ecou.events.recommendation-recorded.v1': {
    /** Format: uuid */
    recommendationId: string;
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    text: {
      ro: string;
      en?: string;
    };
    themes: string[];
    /** Format: date-time */
    recordedAt: string;
  };
  /** @description A recommendation was accepted or declined. One that is reopened is decided anew. */
  'ecou.events.recommendation-decided.v1': {
    /** Format: uuid */
    recommendationId: string;
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** @description The recommendation, as it was said. */
    text: {
      ro: string;
      en?: string;
    };
    themes: string[];
    /** @description Who sees to it; `null` where nobody was named yet. */
    owner: {
      /** @description `department` of the city hall or `partner` organisation; more may follow. */
      kind: string;
      /** @description Of the department or organisation, never of a person. */
      name: string;
    } | null;
    /** @enum {string} */
    decision: 'accepted' | 'declined';
    /** @description Always there where it was declined. */
    reason: {
      ro: string;
      en?: string;
    } | null;
    /** Format: date-time */
    decidedAt: string;
  };
  /** @description A recommendation got further, or something was noted of it for the public. */
  'ecou.events.recommendation-progressed.v1': {
    /** Format: uuid */
    recommendationId: string;
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** @description The recommendation, as it was said. */
    text: {
      ro: string;
      en?: string;
    };
    themes: string[];
    /** @description Who sees to it; `null` where nobody was named yet. */
    owner: {
      /** @description `department` of the city hall or `partner` organisation; more may follow. */
      kind: string;
      /** @description Of the department or organisation, never of a person. */
      name: string;
    } | null;
    /** @description `review-started`, `work-started`, `completed`, `reopened` or `noted`; more steps may follow. */
    step: string;
    /** @description `recorded`, `under-review`, `accepted`, `declined`, `in-progress` or `done`, after the step; more may follow. */
    status: string;
    /** @description What was said of it, for the public. */
    note: {
      ro: string;
      en?: string;
    } | null;
    /** Format: date-time */
    progressedAt: string;
  };
  /** @description A recommendation was put into other words. */
  'ecou.events.recommendation-reworded.v1': {
    /** Format: uuid */
    recommendationId: string;
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description The words as they stand now. */
    text: {
      ro: string;
      en?: string;
    };
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    rewordedAt: string;
  };
  /** @description Words that should not stand there, such as a name, were taken out of what was said at a civic event. Whoever keeps what earlier messages or answers said of it puts `text` in its place. */
  'ecou.events.discussion-point-redacted.v1': {
    /**
     * Format: uuid
     * @description Also the id of the recommendation, where it is one.
     */
    discussionPointId: string;
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description What is left. */
    text: {
      ro: string;
      en?: string;
    };
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    redactedAt: string;
  };
  /** @description A version of the report of a civic event was published. */
  'ecou.events.report-published.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    version: number;
    /** @description What changed since the version before. */
    changeNote: {
      ro: string;
      en?: string;
    } | null;
    /** @description Title of the civic event. */
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** @description The total that stands, and whether the categories add up to it; `null` where none was reported. */
    participants: {
      total: number;
      reconciled: boolean;
    } | null;
    /** Format: date-time */
    publishedAt: string;
  };
  /** @description Staff changed a list of words that can be chosen. Facts of before keep the version, and the names, that they were recorded under. */
  'ecou.events.taxonomy-changed.v1': {
    /** Format: uuid */
    taxonomyId: string;
    /** @description Such as `civic-event-kinds`, `attendance-categories` or `discussion-themes`; more taxonomies may follow. */
    name: string;
    /** @description Version 1 is the built-in list. */
    version: number;
    /** @description All of them, in order; an entry that stood once is never left out. */
    entries: {
      /** @description As facts name it; it never changes. */
      id: string;
      name: {
        ro: string;
        en?: string;
      };
      /** @description Can no longer be chosen. */
      retired: boolean;
    }[];
    /** @description What changed, and why. */
    note: {
      ro: string;
      en?: string;
    } | null;
    /** Format: date-time */
    changedAt: string;
  };
  /** @description People can register for a civic event. */
  'ecou.events.registration-opened.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description Such as `consultation`, `debate` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** Format: date-time */
    endsAt: string;
    /** @description IANA time zone of the place. */
    timeZone: string;
    /** @enum {string} */
    format: 'in-person' | 'online' | 'hybrid';
    venue: {
      name: string;
      address: string;
    } | null;
    onlineAddress: string | null;
    /** @description ISO 639-1 codes. */
    languages: string[];
    /** @description How many seats there are; `null`: as many as come. */
    capacity: number | null;
    /** @description Whether somebody who finds no seat may wait for one. */
    waitingList: boolean;
    /**
     * Format: date-time
     * @description When registration closes, if nothing closes it before.
     */
    closesAt: string;
    /** Format: date-time */
    openedAt: string;
  };
  /** @description Nobody can register for a civic event any more, unless it is opened again. */
  'ecou.events.registration-closed.v1': {
    /** Format: uuid */
    civicEventId: string;
    programmeId: string | null;
    /** @description Such as `consultation`, `debate` or `webinar`; more kinds may follow. */
    kind: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description The series that the civic event belongs to, and its place in it, from 1. */
    series: {
      name: string;
      place: number;
    } | null;
    /** Format: date-time */
    startsAt: string;
    /** Format: date-time */
    endsAt: string;
    /** @description IANA time zone of the place. */
    timeZone: string;
    /** @enum {string} */
    format: 'in-person' | 'online' | 'hybrid';
    venue: {
      name: string;
      address: string;
    } | null;
    onlineAddress: string | null;
    /** @description ISO 639-1 codes. */
    languages: string[];
    /** @description `staff`, `time`, `civic-event-cancelled` or `civic-event-held`; more may follow. */
    reason: string;
    /** Format: date-time */
    closedAt: string;
  };
  /** @description A registration for a civic event came a step further; nothing tells whose it is. */
  'ecou.events.registration-moved.v1': {
    /**
     * Format: uuid
     * @description The same in each message of one registration, and of use for nothing else: the id in links and routes is another one.
     */
    registrationId: string;
    /** Format: uuid */
    civicEventId: string;
    /** @description In which they are counted after the step; of the taxonomy `attendance-categories`. */
    category: string;
    /** @description `registered`, `confirmed`, `promoted` (from waiting to a seat), `cancelled`, `checked-in`, `check-in-undone` or `recategorised`; more may follow. */
    step: string;
    /** @description Whether they have a seat after the step; `false` after `registered` or `confirmed`: they wait. `null`: the step does not tell. */
    seated: boolean | null;
    /** @description Whether they need not confirm any more that they come. `null`: the step does not tell. */
    confirmed: boolean | null;
    /** @description Of `registered`: `public`, `staff` or `invitation`; more may follow. `null` of other steps. */
    via: string | null;
    /** @description Of `cancelled`: `holder`, `staff`, `not-confirmed`, `registered-already` or `civic-event-cancelled`; more may follow. `null` of other steps. */
    reason: string | null;
    /** @description Of `recategorised`. `null` of other steps. */
    previousCategory: string | null;
    /**
     * Format: date-time
     * @description When it happened.
     */
    at: string;
  };
  /** @description A facility was put on the map. */
  'ecou.facilities.facility-added.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    description: {
      ro: string;
      en?: string;
    } | null;
    /** @description Of the record that it stands for, in the system of its source; no other facility has it. */
    externalId?: string | null;
    /** @description `[longitude, latitude]` in WGS84, where it is known. */
    position: [number, number] | null;
    /** @description The position is only approximate. */
    approximate: boolean;
    /** @description It is reached online or by phone, and has no place. */
    onlineOnly: boolean;
    address: string | null;
    /** @description In the `opening_hours` syntax of OpenStreetMap. */
    openingHours: string | null;
    accessibility: {
      wheelchair: ('yes' | 'limited' | 'no') | null;
      note: {
        ro: string;
        en?: string;
      } | null;
    } | null;
    operator: string | null;
    /** @description How the organisation that runs it is reached, never a person. */
    contact?: {
      phone: string | null;
      /** @description A mailbox of the organisation. */
      email: string | null;
      url: string | null;
      note: {
        ro: string;
        en?: string;
      } | null;
    } | null;
    /** @description Where these facts come from. */
    source: string | null;
    /** @description By their keys, as its kind defines them. */
    fields?: {
      [key: string]: boolean | number | string;
    };
    links: {
      /** @enum {string} */
      kind: 'service' | 'payment' | 'guide' | 'tutorial' | 'video' | 'app-store' | 'contact';
      url: string;
      title: {
        ro: string;
        en?: string;
      } | null;
    }[];
    /** @description How something is done there. */
    guides?: {
      title: {
        ro: string;
        en?: string;
      };
      text: {
        ro: string;
        en?: string;
      } | null;
      url: string | null;
    }[];
    /** @description People who help with it: where and when. */
    assistancePoints?: {
      /**
       * Format: uuid
       * @description Of this facility.
       */
      id: string;
      name: {
        ro: string;
        en?: string;
      };
      description: {
        ro: string;
        en?: string;
      } | null;
      position: [number, number] | null;
      address: string | null;
      /** @description In the `opening_hours` syntax of OpenStreetMap. */
      openingHours: string | null;
      /** @description Those in which they help: language tags (BCP 47). */
      languages: string[];
      /** @description The organisation whose people help, never a person. */
      by: string | null;
    }[];
    incentives: {
      /**
       * Format: uuid
       * @description Of this facility.
       */
      id?: string;
      title: {
        ro: string;
        en?: string;
      };
      description?: {
        ro: string;
        en?: string;
      } | null;
      /** @description A date, or a day of every year as `--MM-DD`. */
      validFrom: string | null;
      /** @description A date, or a day of every year as `--MM-DD`. */
      validUntil: string | null;
    }[];
    /** @description Months until it is to be verified again; `null`: as often as its kind says. */
    verifyEveryMonths?: number | null;
    /** @enum {string} */
    status: 'planned' | 'open';
    /** Format: date-time */
    addedAt: string;
  };
  /** @description What the map says of a facility changed: all of it, as it is now. */
  'ecou.facilities.facility-changed.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    description: {
      ro: string;
      en?: string;
    } | null;
    /** @description Of the record that it stands for, in the system of its source; no other facility has it. */
    externalId?: string | null;
    /** @description `[longitude, latitude]` in WGS84, where it is known. */
    position: [number, number] | null;
    /** @description The position is only approximate. */
    approximate: boolean;
    /** @description It is reached online or by phone, and has no place. */
    onlineOnly: boolean;
    address: string | null;
    /** @description In the `opening_hours` syntax of OpenStreetMap. */
    openingHours: string | null;
    accessibility: {
      wheelchair: ('yes' | 'limited' | 'no') | null;
      note: {
        ro: string;
        en?: string;
      } | null;
    } | null;
    operator: string | null;
    /** @description How the organisation that runs it is reached, never a person. */
    contact?: {
      phone: string | null;
      /** @description A mailbox of the organisation. */
      email: string | null;
      url: string | null;
      note: {
        ro: string;
        en?: string;
      } | null;
    } | null;
    /** @description Where these facts come from. */
    source: string | null;
    /** @description By their keys, as its kind defines them. */
    fields?: {
      [key: string]: boolean | number | string;
    };
    links: {
      /** @enum {string} */
      kind: 'service' | 'payment' | 'guide' | 'tutorial' | 'video' | 'app-store' | 'contact';
      url: string;
      title: {
        ro: string;
        en?: string;
      } | null;
    }[];
    /** @description How something is done there. */
    guides?: {
      title: {
        ro: string;
        en?: string;
      };
      text: {
        ro: string;
        en?: string;
      } | null;
      url: string | null;
    }[];
    /** @description People who help with it: where and when. */
    assistancePoints?: {
      /**
       * Format: uuid
       * @description Of this facility.
       */
      id: string;
      name: {
        ro: string;
        en?: string;
      };
      description: {
        ro: string;
        en?: string;
      } | null;
      position: [number, number] | null;
      address: string | null;
      /** @description In the `opening_hours` syntax of OpenStreetMap. */
      openingHours: string | null;
      /** @description Those in which they help: language tags (BCP 47). */
      languages: string[];
      /** @description The organisation whose people help, never a person. */
      by: string | null;
    }[];
    incentives: {
      /**
       * Format: uuid
       * @description Of this facility.
       */
      id?: string;
      title: {
        ro: string;
        en?: string;
      };
      description?: {
        ro: string;
        en?: string;
      } | null;
      /** @description A date, or a day of every year as `--MM-DD`. */
      validFrom: string | null;
      /** @description A date, or a day of every year as `--MM-DD`. */
      validUntil: string | null;
    }[];
    /** @description Months until it is to be verified again; `null`: as often as its kind says. */
    verifyEveryMonths?: number | null;
    /** Format: date-time */
    changedAt: string;
  };
  /** @description A planned facility opened. */
  'ecou.facilities.facility-opened.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    openedAt: string;
  };
  /** @description Somebody made sure that what the map says of a facility is right. */
  'ecou.facilities.facility-verified.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    /** @description A department or an organisation, never a person. */
    verifiedBy: string;
    /** Format: date-time */
    verifiedAt: string;
  };
  /** @description A facility cannot be used for a while. */
  'ecou.facilities.facility-suspended.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    suspendedAt: string;
  };
  /** @description A suspended facility can be used again. */
  'ecou.facilities.facility-resumed.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    resumedAt: string;
  };
  /** @description A facility is gone for good. */
  'ecou.facilities.facility-retired.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    reason: {
      ro: string;
      en?: string;
    };
    /** Format: date-time */
    retiredAt: string;
  };
  /** @description A link that facilities show does not work: checks failed again and again. */
  'ecou.facilities.link-broken.v1': {
    /**
     * Format: uuid
     * @description Made of the address: the same for every facility that shows it.
     */
    linkId: string;
    /** @description As it is asked for, without a fragment. */
    url: string;
    /** @description HTTP status; null: there was no answer. */
    status: number | null;
    /** @description Why there was no answer: `name`, `timeout`, `refused`, `reset`, `certificate`, `redirects`, `unreachable` or `protocol`; more may follow. */
    fault: string | null;
    /**
     * Format: date-time
     * @description When the first of the checks failed.
     */
    since: string;
    /** @description Checks that failed in a row. */
    failures: number;
    /** @description Ids of facilities that show it, a hundred at most. */
    facilities: string[];
    /** @description Facilities that show it. */
    facilityCount: number;
    /** Format: date-time */
    brokenAt: string;
  };
  /** @description A link that was broken works again. */
  'ecou.facilities.link-restored.v1': {
    /**
     * Format: uuid
     * @description Made of the address: the same for every facility that shows it.
     */
    linkId: string;
    /** @description As it is asked for, without a fragment. */
    url: string;
    /**
     * Format: date-time
     * @description When the first of the checks failed.
     */
    since: string;
    /** @description HTTP status. */
    status: number;
    /** Format: date-time */
    restoredAt: string;
  };
  /** @description No facility shows a broken link any more, so it is not checked. */
  'ecou.facilities.link-dropped.v1': {
    /**
     * Format: uuid
     * @description Made of the address: the same for every facility that shows it.
     */
    linkId: string;
    /** @description As it is asked for, without a fragment. */
    url: string;
    /**
     * Format: date-time
     * @description When the first of the checks failed.
     */
    since: string;
    /** Format: date-time */
    droppedAt: string;
  };
  /** @description The municipality changed the kinds of facilities. What facilities said before stays as it was said. */
  'ecou.facilities.facility-kinds-changed.v1': {
    /**
     * Format: uuid
     * @description Of the list; it is always the same.
     */
    kindsId: string;
    /** @description Version 1 is the built-in list. */
    version: number;
    /** @description All of them, in order; a kind that stood once is never left out. */
    kinds: {
      /** @description As facts name it; it never changes. */
      id: string;
      name: {
        ro: string;
        en?: string;
      };
      description: {
        ro: string;
        en?: string;
      } | null;
      /** @description What can be said of each facility of the kind. */
      fields: {
        /** @description As it stands in `fields` of facilities. */
        key: string;
        name: {
          ro: string;
          en?: string;
        };
        /** @description `text`, `number`, `boolean`, `choice` or `url`; more may follow. */
        type: string;
        /** @description Of a number, such as `kW`. */
        unit: string | null;
        /** @description Of a choice: the values that it may have. */
        choices: {
          value: string;
          name: {
            ro: string;
            en?: string;
          };
        }[];
        /** @description Whether facilities that are added now must have it. */
        required: boolean;
      }[];
      /** @description Months until a facility is to be verified again; `null`: no rule. */
      verifyEveryMonths: number | null;
      /** @description Can no longer be chosen. */
      retired: boolean;
    }[];
    /** @description What changed, and why. */
    note: {
      ro: string;
      en?: string;
    } | null;
    /** Format: date-time */
    changedAt: string;
  };
  /** @description Somebody is to make sure again that what the map says of a facility is right. */
  'ecou.facilities.verification-due.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    /**
     * Format: date
     * @description The day, in Europe/Bucharest, that has come.
     */
    dueOn: string;
    /** @description When it was last verified; `null`: never. */
    verifiedAt: string | null;
    /**
     * Format: date-time
     * @description When it was noted.
     */
    dueAt: string;
  };
  /** @description An incentive of a facility holds from now on. */
  'ecou.facilities.incentive-announced.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    /**
     * Format: uuid
     * @description Of this facility.
     */
    incentiveId: string;
    /** @description Of the incentive. */
    title: {
      ro: string;
      en?: string;
    };
    description: {
      ro: string;
      en?: string;
    } | null;
    /**
     * Format: date
     * @description The day, in Europe/Bucharest.
     */
    beganOn: string;
    /** @description The last day on which it holds; `null`: it has no end. */
    lastOn: string | null;
    /** Format: date-time */
    announcedAt: string;
  };
  /** @description An incentive of a facility holds no more: its time is over, or it was taken away. */
  'ecou.facilities.incentive-ended.v1': {
    /** Format: uuid */
    facilityId: string;
    /** @description Such as `portal`, `payment-terminal` or `library`; more kinds may follow. */
    kind: string;
    name: {
      ro: string;
      en?: string;
    };
    /**
     * Format: uuid
     * @description Of this facility.
     */
    incentiveId: string;
    /** @description Of the incentive. */
    title: {
      ro: string;
      en?: string;
    };
    /**
     * Format: date
     * @description The first day, in Europe/Bucharest, on which it does not hold.
     */
    endedOn: string;
    /** @description The day on which it comes again; `null`: it does not. */
    againOn: string | null;
    /** Format: date-time */
    endedAt: string;
  };
  /** @description A questionnaire takes answers. */
  'ecou.feedback.questionnaire-opened.v1': {
    /** Format: uuid */
    questionnaireId: string;
    civicEventId: string | null;
    programmeId: string | null;
    theme: string | null;
    /** Format: uuid */
    facilityId?: string;
    title: {
      ro: string;
      en?: string;
    };
    /**
     * @description Who may answer: anyone, or holders of an invitation token.
     * @enum {string}
     */
    access: 'anyone' | 'token';
    /** @description Whether a token is exchanged for a ballot, so that no record joins an answer to a token. */
    byBallot?: boolean;
    closesAt: string | null;
    /** Format: date-time */
    openedAt: string;
  };
  /** @description A questionnaire takes no answers any more. */
  'ecou.feedback.questionnaire-closed.v1': {
    /** Format: uuid */
    questionnaireId: string;
    civicEventId: string | null;
    programmeId: string | null;
    theme: string | null;
    /** Format: uuid */
    facilityId?: string;
    /** Format: date-time */
    closedAt: string;
  };
  /**
   * @deprecated
   * @description Somebody answered a questionnaire: the grades and choices, without free text and without who it was. Withdrawn: A rare combination of answers can be somebody whom a reader knows. `responses-counted` tells totals of groups of five or more instead.
   */
  'ecou.feedback.response-recorded.v1': {
    /** Format: uuid */
    responseId: string;
    /** Format: uuid */
    questionnaireId: string;
    civicEventId: string | null;
    programmeId: string | null;
    theme: string | null;
    /** Format: uuid */
    facilityId?: string;
    /** @description How the answer came: `token`, `anonymous`, `paper` or `ballot`; more may follow. */
    channel: string;
    /** @enum {string} */
    language: 'ro' | 'en';
    /** @description One for each item whose results are not for staff only; of a `multi-choice` one for each option that was chosen. */
    answers: {
      item: string;
      /** @description `grade`, `yes-no`, `choice`, `multi-choice`, `text`, or `wish` (to be informed); more kinds may follow. */
      kind: string;
      /** @description A grade, `yes` or `no`, or the id of an option (`other`: something else); more may follow. */
      value: number | string;
    }[];
    /** Format: date-time */
    recordedAt: string;
  };
  /** @description The answers to a questionnaire were counted, when its results were published: totals of groups of five or more, from which no smaller group follows, also beside earlier ones. */
  'ecou.feedback.responses-counted.v1': {
    /** Format: uuid */
    questionnaireId: string;
    civicEventId: string | null;
    programmeId: string | null;
    theme: string | null;
    /** Format: uuid */
    facilityId?: string;
    /** @description The publication that it goes with; a later one replaces those before it. */
    publication: number;
    respondents: number;
    /** @description How many answers came each way. `null`: withheld. Where few came since it was told, it stays as it was, and adds up to the respondents of then. */
    channels:
      | {
          /** @description How the answer came: `token`, `anonymous`, `paper` or `ballot`; more may follow. */
          channel: string;
          count: number;
        }[]
      | null;
    items: {
      item: string;
      /** @description `grade`, `yes-no`, `choice`, `multi-choice`, `text`, or `wish` (to be informed); more kinds may follow. */
      kind: string;
      /** @description How many answered the item; `null`: withheld. */
      n: number | null;
      /** @description Answers whose number is told: it is 0, or 5 or more. Of a `multi-choice` they overlap. */
      counts: {
        /** @description A grade, `yes` or `no`, or the id of an option (`other`: something else); more may follow. */
        value: number | string;
        count: number;
      }[];
      /** @description Whether there are answers whose number is not told. */
      withheld: boolean;
    }[];
    /** Format: date-time */
    countedAt: string;
  };
  /** @description Staff published results of a questionnaire: what they chose of what is known, with groups under 5 withheld. */
  'ecou.feedback.results-published.v1': {
    /** Format: uuid */
    questionnaireId: string;
    civicEventId: string | null;
    programmeId: string | null;
    theme: string | null;
    /** Format: uuid */
    facilityId?: string;
    title: {
      ro: string;
      en?: string;
    };
    /** @description 1 for the first publication; a later one replaces those before it. */
    publication: number;
    /**
     * @description Single responses, or totals that were reported.
     * @enum {string}
     */
    basis: 'responses' | 'reported-summary';
    /** @description A count, or why there is none. */
    respondents: number | ('not-reported' | 'suppressed');
    /** @description How many of the respondents answered anonymously. */
    anonymous: number | ('not-reported' | 'suppressed');
    /** @description What the response rate is a part of; `null` where it was not reported. */
    denominator: {
      count: number;
      /** @enum {string} */
      source: 'invited' | 'attended';
      /** @description Whether people of the project itself are in the count; `null`: nobody said. */
      includesTeam?: boolean | null;
    } | null;
    /** @description Respondents divided by the denominator. */
    responseRate: number | ('not-reported' | 'suppressed');
    /** @description The grades of all aspects together, where they were reported so: counts are of grades, not of people. */
    grades?:
      | {
          /** @description A grade, `yes` or `no`, or the id of an option (`other`: something else); more may follow. */
          value: number | string;
          /** @description Of an option, as people saw it. */
          label?: {
            ro: string;
            en?: string;
          };
          /** @description A count, or why there is none. */
          count: number | ('not-reported' | 'suppressed');
          /** @description Whether somebody gave this answer; `null`: not known. */
          occurred: boolean | null;
          statement: ('all' | 'majority' | 'some' | 'few' | 'none' | 'unquantified') | null;
        }[]
      | null;
    items: {
      item: string;
      /** @description `grade`, `yes-no`, `choice`, `multi-choice`, `text`, or `wish` (to be informed); more kinds may follow. */
      kind: string;
      /** @description What a grade is for, such as `programme` or `duration`. */
      aspect: string | null;
      wording: {
        ro: string;
        en?: string;
      };
      /** @description How many answered the item. Each of them may have chosen several options of a `multi-choice`. */
      n: number | ('not-reported' | 'suppressed');
      distribution: {
        /** @description A grade, `yes` or `no`, or the id of an option (`other`: something else); more may follow. */
        value: number | string;
        /** @description Of an option, as people saw it. */
        label?: {
          ro: string;
          en?: string;
        };
        /** @description A count, or why there is none. */
        count: number | ('not-reported' | 'suppressed');
        /** @description Whether somebody gave this answer; `null`: not known. */
        occurred: boolean | null;
        statement: ('all' | 'majority' | 'some' | 'few' | 'none' | 'unquantified') | null;
      }[];
      /** @description `null` where the item has no grades. */
      mean: (number | ('not-reported' | 'suppressed')) | null;
      /** @description `null` where the item has no grades. */
      median: (number | ('not-reported' | 'suppressed')) | null;
      /** @description Of free texts: how many were coded to each theme. One may have several. */
      themes?: {
        theme: string;
        label: {
          ro: string;
          en?: string;
        };
        /** @description A count, or why there is none. */
        count: number | ('not-reported' | 'suppressed');
      }[];
    }[];
    suggestions: {
      ro: string;
      en?: string;
    }[];
    /** Format: date-time */
    publishedAt: string;
  };
  /** @description Somebody who answered a questionnaire wants to be told of topics; their address is not in it. */
  'ecou.feedback.updates-requested.v1': {
    /** Format: uuid */
    requestId: string;
    /** Format: uuid */
    questionnaireId: string;
    civicEventId: string | null;
    /** @description Topics of interest, such as `programme:<id>`. */
    topics: string[];
    /** @enum {string} */
    language: 'ro' | 'en';
    /**
     * Format: date-time
     * @description The hour in which they asked, in UTC.
     */
    requestedAt: string;
  };
  /** @description Somebody gave a facility a grade, and maybe a comment, whose words are not in it. */
  'ecou.feedback.facility-feedback-recorded.v1': {
    /** Format: uuid */
    feedbackId: string;
    /** Format: uuid */
    facilityId: string;
    grade: number;
    /** @description Of the facility, as on the map; more kinds may follow. */
    kind: string;
    commented: boolean;
    /**
     * @description Of the comment.
     * @enum {string}
     */
    language: 'ro' | 'en';
    /** Format: date-time */
    givenAt: string;
  };
  /** @description Staff decided whether the comment of somebody on a facility is shown. */
  'ecou.feedback.facility-feedback-moderated.v1': {
    /** Format: uuid */
    feedbackId: string;
    /** Format: uuid */
    facilityId: string;
    grade: number;
    /** @description `approved`, `hidden` or `restored`; more may follow. */
    decision: string;
    /** @description As everybody can read it; `null` for an approval. */
    reason: {
      ro: string;
      en?: string;
    } | null;
    /** @description Whether the grade counts from now on. */
    gradeCounts: boolean;
    /** Format: date-time */
    decidedAt: string;
  };
  /** @description A petition or a notice came in, and has its number in the register. */
  'ecou.feedback.petition-registered.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description How it came: `web`, `phone`, `paper`, `email`, `sms`, `authority` (another one sent it) and the like; more may follow. */
    channel: string;
    /** @description The facility that it is about. */
    facilityId: string | null;
    /** @description The civic event that it is about. */
    civicEventId: string | null;
    /** @description The day by which the municipality means to answer, its target date; `null` for a notice, which has none. */
    answerBy: string | null;
    /** @description The last day for the answer by law; `null` for a notice, which has none. */
    legalAnswerBy?: string | null;
    /**
     * Format: date
     * @description When it reached the municipality.
     */
    receivedOn?: string;
    /** Format: date-time */
    registeredAt: string;
  };
  /** @description A petition was given to a department, or to an officer of it. */
  'ecou.feedback.petition-assigned.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description Whether an officer has it. */
    officer: boolean;
    /** Format: date-time */
    assignedAt: string;
  };
  /** @description A petition was answered, or declined with reasons. */
  'ecou.feedback.petition-answered.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description `answered` or `declined`; more may follow. */
    outcome: string;
    /** @description The petition that it was joined to, and answered with. */
    through: string | null;
    /** @description Whether the last day, by law, was not over; `null` where there is none. */
    inTime: boolean | null;
    /** Format: date-time */
    answeredAt: string;
  };
  /** @description The answer to a petition was sent, or that it was declined with reasons. */
  'ecou.feedback.petition-answered.v2': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description `answered` or `declined`; more may follow. */
    outcome: string;
    /** @description The petition of the same petitioner that it was joined to, and answered with. */
    through: string | null;
    /** @description How it was sent: `email`, `post`, `in-person` and the like; `page`: it can be read on the page of the petition. More may follow. */
    channel: string;
    /** @description Whether it was sent before, and did not arrive. */
    again: boolean;
    /** @description Whether the last day, by law, was not over; `null` where there is none. */
    inTime: boolean | null;
    /**
     * Format: date-time
     * @description When it was sent.
     */
    answeredAt: string;
  };
  /** @description A petition went to the authority that is competent for it. */
  'ecou.feedback.petition-forwarded.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    authority: string;
    /** @description Whether the last day, by law, was not over; `null` where there is none. */
    inTime: boolean | null;
    /** Format: date-time */
    forwardedAt: string;
  };
  /** @description A petition will be answered with another one that asks the same. */
  'ecou.feedback.petition-joined.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /**
     * Format: uuid
     * @description The petition that it is joined to.
     */
    mainId: string;
    /** Format: date-time */
    joinedAt: string;
  };
  /** @description A petition is dealt with together with an earlier one. */
  'ecou.feedback.petition-joined.v2': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description `petitioner`: both are one petitioner’s, and get one answer; `matter`: they are different people’s, and each is answered by itself. More may follow. */
    as: string;
    /**
     * Format: uuid
     * @description The petition that it is joined to.
     */
    mainId: string;
    /** Format: date-time */
    joinedAt: string;
  };
  /** @description A petition was joined to another one by mistake, and is not any more. */
  'ecou.feedback.petition-separated.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description `petitioner`: both are one petitioner’s, and get one answer; `matter`: they are different people’s, and each is answered by itself. More may follow. */
    as: string;
    /**
     * Format: uuid
     * @description The petition that it was joined to.
     */
    mainId: string;
    /** Format: date-time */
    separatedAt: string;
  };
  /** @description A petition that was forwarded came back from the other authority, and is worked on here. */
  'ecou.feedback.petition-returned.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description That which sent it back. */
    authority: string;
    /** @description The day by which the municipality means to answer, its target date; `null` for a notice, which has none. */
    answerBy: string | null;
    /** @description The last day for the answer by law; `null` for a notice, which has none. */
    legalAnswerBy?: string | null;
    /** Format: date-time */
    returnedAt: string;
  };
  /** @description A petition that was answered is worked on again, with a new deadline. */
  'ecou.feedback.petition-reopened.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description 2 for the first time. */
    round: number;
    /** @description The day by which the municipality means to answer, its target date; `null` for a notice, which has none. */
    answerBy: string | null;
    /** @description The last day for the answer by law; `null` for a notice, which has none. */
    legalAnswerBy?: string | null;
    /** Format: date-time */
    reopenedAt: string;
  };
  /** @description A petition is closed. */
  'ecou.feedback.petition-closed.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description Why: `answered`, `forwarded`, `noted` (a notice), `anonymous`, `unidentified` (its identity is missing or plainly false), `repeat` (of one that was answered), `withdrawn`; more may follow. */
    ground: string;
    /** Format: date-time */
    closedAt: string;
  };
  /** @description A step in the life of a petition that no other contract tells. */
  'ecou.feedback.petition-progressed.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** @description `work-started`, `information-requested` (of the petitioner), `message-received` (from the petitioner, asked for or not), `extended` (its deadline), `legal-date-moved` (its last day by law was declared a day off), `answer-prepared` or `answer-signed`; more may follow. */
    step: string;
    /** @description The target date that stands after `extended` or `legal-date-moved`. `null` of other steps. */
    answerBy: string | null;
    /** @description The same of the last day for the answer by law. */
    legalAnswerBy: string | null;
    /** Format: date-time */
    at: string;
  };
  /** @description The last day for the answer to a petition is over, and there is none. */
  'ecou.feedback.deadline-missed.v1': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /** Format: date */
    answerBy: string;
    /** Format: date-time */
    missedAt: string;
  };
  /** @description The last day for the answer to a petition, by law, is over, and there is none. */
  'ecou.feedback.deadline-missed.v2': {
    /** Format: uuid */
    petitionId: string;
    /** @description In the register of petitions: the year, a hyphen, six digits or more. */
    number: string;
    /** @description `request`, `complaint`, `report`, `suggestion`, or `notice` (anonymous, or by telephone); more may follow. */
    kind: string;
    /** @description As the municipality configures them. */
    category: string;
    /** @description That has it now; as the municipality configures them. */
    department: string;
    /**
     * Format: date
     * @description The day by which the municipality meant to answer, its target date.
     */
    answerBy: string;
    /**
     * Format: date
     * @description The last day for the answer by law.
     */
    legalAnswerBy: string;
    /** Format: date-time */
    missedAt: string;
  };
  /** @description Somebody who asked to be told of some topics confirmed it. */
  'ecou.notifications.subscription-confirmed.v1': {
    /** Format: uuid */
    subscriberId: string;
    /** @description Topics of interest, such as `programme:<id>`, `civic-event:<id>` or `deliverable:<id>`. */
    topics: string[];
    /** @description The way the message goes: `email`, `sms`, `telegram`, `whatsapp` or `webhook`; more may come. */
    channel: string;
    /** @enum {string} */
    language: 'ro' | 'en';
    /** Format: date-time */
    confirmedAt: string;
  };
  /** @description Somebody does not want to be told of some topics any more. */
  'ecou.notifications.subscription-ended.v1': {
    /** Format: uuid */
    subscriberId: string;
    /** @description Topics of interest, such as `programme:<id>`, `civic-event:<id>` or `deliverable:<id>`. */
    topics: string[];
    /** @description By which way they left: `one-click`, `page` or `staff`; more may come. */
    how: string;
    /** Format: date-time */
    endedAt: string;
  };
  /** @description A message to a subscriber was handed over to the server of its channel, which took it. */
  'ecou.notifications.message-delivered.v1': {
    /** Format: uuid */
    messageId: string;
    /** Format: uuid */
    subscriberId: string;
    /** @description Why: `confirmation`, `report-published`, `civic-event-rescheduled`, `digest` and the like; more may come. */
    purpose: string;
    /** @description The way the message goes: `email`, `sms`, `telegram`, `whatsapp` or `webhook`; more may come. */
    channel: string;
    attempt: number;
    /** Format: date-time */
    deliveredAt: string;
  };
  /** @description A message to a subscriber was refused for good by the server of its channel. */
  'ecou.notifications.message-bounced.v1': {
    /** Format: uuid */
    messageId: string;
    /** Format: uuid */
    subscriberId: string;
    /** @description Why: `confirmation`, `report-published`, `civic-event-rescheduled`, `digest` and the like; more may come. */
    purpose: string;
    /** @description The way the message goes: `email`, `sms`, `telegram`, `whatsapp` or `webhook`; more may come. */
    channel: string;
    attempt: number;
    /** Format: date-time */
    bouncedAt: string;
  };
  /** @description What the log says of something that was spread outside of the platform: all of it, as it is now. */
  'ecou.notifications.dissemination-logged.v1': {
    /** Format: uuid */
    disseminationId: string;
    /** @description The programme that it belongs to; `null`: none. */
    programmeId: string | null;
    /** @description Such as `posters`, `radio` or `schools`; `other` has a name; more may follow. */
    channel: string;
    /** @description What another channel is called; `null` where `channel` says it. */
    channelName: string | null;
    /** @description `suggested`, `planned`, `done` or `cancelled`; more may follow. Only what is done counts. */
    status: string;
    /** @description What was spread. */
    title: {
      ro: string;
      en?: string;
    };
    /** @description The civic event that was made known. */
    civicEventId: string | null;
    /** @description The deliverable of the programme that was made known. */
    deliverableId: string | null;
    place: string | null;
    /** @description When it was, or is to be, seen or heard. */
    period: {
      /** Format: date */
      from: string;
      /** @description `null`: a single day, or without an end. */
      to: string | null;
    } | null;
    /** @description Such as `elderly` or `pupils`; more may follow. */
    audiences: string[];
    quantity: {
      count: number;
      /** @description Such as `copies`, `showings` or `posts`. */
      unit: string;
    } | null;
    /** @description `null`: not reported. */
    cost: {
      amount: number;
      /** @description ISO 4217, such as `RON`. */
      currency: string;
    } | null;
    /** @description Where these facts come from. */
    source: string | null;
    /** @description The day on which it was done; `null`: it was not. */
    doneOn: string | null;
    /** @description Why it was cancelled. */
    reason: {
      ro: string;
      en?: string;
    } | null;
    /** Format: date-time */
    loggedAt: string;
  };
  /** @description Somebody reported how many people something reached that was spread outside of the platform, or corrected what was reported. */
  'ecou.notifications.dissemination-reach-reported.v1': {
    /** Format: uuid */
    disseminationId: string;
    /** @description The programme that it belongs to; `null`: none. */
    programmeId: string | null;
    /** @description Such as `posters`, `radio` or `schools`; `other` has a name; more may follow. */
    channel: string;
    /**
     * Format: uuid
     * @description One estimate; a correction of it has the same.
     */
    reachId: string;
    /** @description By the figure that stands. */
    people: number;
    /** @description As it was first reported. */
    reportedPeople: number;
    /** @description Who says so: an organisation or a document, never a person. */
    source: string;
    /** @description How it was counted or estimated. */
    method: string;
    /**
     * Format: date
     * @description The day as of which it was counted.
     */
    countedOn: string;
    isCorrected: boolean;
    /** @description Why it was corrected last. */
    reason: {
      ro: string;
      en?: string;
    } | null;
    /**
     * Format: date-time
     * @description When this was put on record.
     */
    reportedAt: string;
  };
  /** @description Each message of a campaign has its outcome: what staff wrote, once, to those who asked for some topics. */
  'ecou.notifications.campaign-completed.v1': {
    /** Format: uuid */
    campaignId: string;
    /** @description The subject of its messages. */
    title: {
      ro: string;
      en?: string;
    };
    /** @description Those who confirmed one of these, or `everything`, were written to. */
    topics: string[];
    /** @description `any`, or `all`: only those who confirmed each of the topics; more may follow. */
    match: string;
    /** @description Only subscribers of this language; `null`: all. */
    language: string | null;
    /** @description Only on these ways, such as `email`; `null`: on any. */
    channels: string[] | null;
    /** Format: date-time */
    startedAt: string;
    /** Format: date-time */
    completedAt: string;
    /** @description People whom it was for, as counted at the start. */
    targeted: number;
    /** @description Of these, those whom a rule left out. */
    excluded: {
      /** @description `not-confirmed`, `unsubscribed`, `no-channel`, `suppressed` (what goes there comes back, or they complained) or `erased`; more may follow. */
      rule: string;
      people: number;
    }[];
    /** @description What became of the messages, by channel. */
    outcomes: {
      /** @description Such as `email` or `sms`; more may follow. */
      channel: string;
      /** @description Messages that the server of the channel took. */
      sent: number;
      /** @description Of these, those that did not come back. */
      delivered: number;
      bounced: number;
      /** @description Given up. */
      failed: number;
      /** @description Nobody knows whether they went out. */
      uncertain: number;
      /** @description Not sent, since a rule said so just before. */
      withheld: number;
      /** @description People who left by the link in it. */
      unsubscribed: number;
    }[];
  };
  /** @description Somebody wrote to the municipality; neither who it was is in it, nor what they wrote. */
  'ecou.notifications.inbound-message-received.v1': {
    /**
     * Format: uuid
     * @description It tells neither who wrote, nor which other messages are theirs.
     */
    messageId: string;
    /** @description The way it came: `email`, `telegram` or `whatsapp`; more may follow. */
    channel: string;
    /** @description Whether it was received within office hours; `null`: none were set, or they do not tell. */
    inOfficeHours: boolean | null;
    /** @description Whether it was replied to automatically. */
    autoReplied: boolean;
    /** @description Whether a program or a mailing list sent it. */
    isAutomatic: boolean;
    /** Format: date-time */
    receivedAt: string;
  };
  /** @description A person was erased: the key is gone, and with it everything that was kept under it. */
  'ecou.events.subject-erased.v1': {
    /** Format: uuid */
    erasureId: string;
    /** @description How many ids of the person the order named. */
    subjects: number;
    /** @description How many of them the context knew. */
    found: number;
    /** Format: date-time */
    erasedAt: string;
  };
  /** @description A person was erased: the key is gone, and with it everything that was kept under it. */
  'ecou.feedback.subject-erased.v1': {
    /** Format: uuid */
    erasureId: string;
    /** @description How many ids of the person the order named. */
    subjects: number;
    /** @description How many of them the context knew. */
    found: number;
    /** Format: date-time */
    erasedAt: string;
  };
  /** @description A person was erased: the key is gone, and with it everything that was kept under it. */
  'ecou.facilities.subject-erased.v1': {
    /** Format: uuid */
    erasureId: string;
    /** @description How many ids of the person the order named. */
    subjects: number;
    /** @description How many of them the context knew. */
    found: number;
    /** Format: date-time */
    erasedAt: string;
  };
  /** @description A person was erased: the key is gone, and with it everything that was kept under it. */
  'ecou.notifications.subject-erased.v1': {
    /** Format: uuid */
    erasureId: string;
    /** @description How many ids of the person the order named. */
    subjects: number;
    /** @description How many of them the context knew. */
    found: number;
    /** Format: date-time */
    erasedAt: string;
  };
  /** @description A person was erased: the key is gone, and with it everything that was kept under it. */
  'ecou.integrations.subject-erased.v1': {
    /** Format: uuid */
    erasureId: string;
    /** @description How many ids of the person the order named. */
    subjects: number;
    /** @description How many of them the context knew. */
    found: number;
    /** Format: date-time */
    erasedAt: string;
  };
  /** @description A person was erased: the key is gone, and with it everything that was kept under it. */
  'ecou.identity.subject-erased.v1': {
    /** Format: uuid */
    erasureId: string;
    /** @description How many ids of the person the order named. */
    subjects: number;
    /** @description How many of them the context knew. */
    found: number;
    /** Format: date-time */
    erasedAt: string;
  };
}
