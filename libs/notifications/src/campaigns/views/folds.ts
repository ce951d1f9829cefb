import type { Folds } from '@ecou/event-sourcing';

/** The results of the views' folds over golden events. Written by `ECOU_WRITE_GOLDEN=1 npm test -- golden`, and never by hand. */
export const folds: Folds = {
  campaign_list: {
    version: 1,
    table: '3b4c778fa6ace633',
    events: {
      'CampaignDrafted.v1': 'ddaa25f9b49db468',
      'CampaignChanged.v1': '3c522dd347874d76',
      'CampaignTested.v1': '6eb8bb2e0b7be79e',
      'CampaignScheduled.v1': '3e931a8821253e49',
      'CampaignStarted.v1': '6c05d4a5105b076a',
      'CampaignPaused.v1': '7b71f45e8fa5cd91',
      'CampaignResumed.v1': '63a39937bce2912f',
      'CampaignExpanded.v1': '61e1adeb4a864f54',
      'CampaignAwaited.v1': '2e616087f2f4a73a',
      'CampaignCompleted.v1': '051b7a96ad767bf8',
      'CampaignCancelled.v1': 'a5df0ff8c617f5e1',
    },
  },
};
