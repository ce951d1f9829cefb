import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  endpoint_list: {
    version: 1,
    table: '807193167fe7e066',
    events: {
      'EndpointCreated.v1': 'bd5bee6da6fbbf39',
      'EndpointChanged.v1': 'feaaf88cdabc77c8',
      'SecretRotated.v1': '130cd243ad4ab888',
      'EndpointPaused.v1': '05d1f55d81a020a7',
      'EndpointResumed.v1': '9c8e6864625ba798',
      'ReplayAsked.v1': 'bfcf40f7781fe6f4',
      'EndpointRemoved.v1': 'd0ba3e5bd7b6b5c8',
    },
  },
};
