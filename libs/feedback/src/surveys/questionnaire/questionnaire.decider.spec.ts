import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { channel, items, places } from '../items/item.samples.js';
import { noAnswers } from '../results/results.js';
import { questionnaireDecider, type PublishResults, type QuestionnaireCommandBody } from './questionnaire.decider.js';
import type { Theme } from '../items/item.schema.js';
import type { Content, QuestionnaireEvent } from './questionnaire.events.js';
import { at, closed, content, drafted, locked, opened, summarised, summary } from './questionnaire.samples.js';
import { refuseUnlessOpen } from './questionnaire.state.js';

const given = specify(questionnaireDecider);
const later = '2023-03-24T10:00:00+02:00';

const draft: QuestionnaireCommandBody = { type: 'DraftQuestionnaire', content };
const open: QuestionnaireCommandBody = { type: 'OpenQuestionnaire', at };
const close: QuestionnaireCommandBody = { type: 'CloseQuestionnaire', at };
const reworded: Content = { ...content, title: { ro: 'Altă întrebare' } };
const fewer: Content = { ...content, items: items.slice(0, 2) };
const revise = (to: Content): QuestionnaireCommandBody => ({ type: 'ReviseQuestionnaire', content: to });
const report: QuestionnaireCommandBody = { type: 'ReportSummary', summary };
const attended = { count: 24, source: 'attended', includesTeam: null } as const;
const withWindow = (opensAt: string | null, closesAt: string | null): QuestionnaireEvent => ({
  type: 'QuestionnaireDrafted',
  data: { ...content, opensAt, closesAt },
});

describe('drafting', () => {
  it('drafts', () => given().when(draft).then(drafted));
  it('takes a repeat for what it is, also after a change', () => {
    given(drafted).when(draft).then();
    given(drafted, { type: 'QuestionnaireRevised', data: reworded }, opened).when(draft).then();
  });
  it('refuses another content with the same id', () =>
    given(drafted).when({ type: 'DraftQuestionnaire', content: reworded }).thenRejected('QUESTIONNAIRE_EXISTS'));
  it('refuses what is about a questionnaire that is not there', () => {
    for (const command of [open, close, report, revise(reworded)]) {
      given().when(command).thenRejected('QUESTIONNAIRE_UNKNOWN');
    }
  });
});

describe('revising', () => {
  it('revises what nobody has answered', () => {
    given(drafted).when(revise(fewer)).then({ type: 'QuestionnaireRevised', data: fewer });
    given(drafted, opened).when(revise(fewer)).then({ type: 'QuestionnaireRevised', data: fewer });
  });
  it('ignores a revision that changes nothing', () => given(drafted).when(revise(content)).then());
  it('keeps the items once somebody has answered', () => {
    given(drafted, opened, locked).when(revise(fewer)).thenRejected('ITEMS_LOCKED');
    given(drafted, summarised).when(revise(fewer)).thenRejected('ITEMS_LOCKED');
  });
  it('takes no theme away once somebody has answered, and may add one', () => {
    const [guides, shops] = ['guides', 'shops'].map((id) => ({ id, label: { ro: id } })) as [Theme, Theme];
    const themed: QuestionnaireEvent = { type: 'QuestionnaireDrafted', data: { ...content, themes: [guides] } };
    const to = (...themes: Theme[]) => revise({ ...content, themes });
    given(themed).when(to()).then({ type: 'QuestionnaireRevised', data: content });
    given(themed, opened, locked).when(to(shops)).thenRejected('THEMES_LOCKED');
    given(themed, opened, locked)
      .when(to(shops, { ...guides, label: { ro: 'Ghiduri' } }))
      .then({
        type: 'QuestionnaireRevised',
        data: { ...content, themes: [shops, { ...guides, label: { ro: 'Ghiduri' } }] },
      });
  });
  it('stays what was drafted from its template', () => {
    const template = { id: '5b0e3f1d-7c42-4f0a-9d0b-5a8f6c2e4d17', version: 2 };
    const from: QuestionnaireEvent = { type: 'QuestionnaireDrafted', data: { ...content, template } };
    given(from)
      .when(revise(reworded))
      .then({ type: 'QuestionnaireRevised', data: { ...reworded, template } });
    given(from).when(revise(content)).then();
  });
  it('still revises the rest', () =>
    given(drafted, opened, locked).when(revise(reworded)).then({ type: 'QuestionnaireRevised', data: reworded }));
  it('leaves a closed one as it is', () =>
    given(drafted, opened, closed).when(revise(reworded)).thenRejected('QUESTIONNAIRE_CLOSED'));
  it('keeps whether it is answered by ballot, once it was opened', () => {
    const byBallot: Content = { ...content, access: 'anonymous-once' };
    const revisedTo: QuestionnaireEvent = { type: 'QuestionnaireRevised', data: byBallot };
    given(drafted).when(revise(byBallot)).then(revisedTo);
    given(drafted, opened).when(revise(byBallot)).thenRejected('ACCESS_LOCKED');
    given(drafted, revisedTo, opened).when(revise(content)).thenRejected('ACCESS_LOCKED');
    given(drafted, opened)
      .when(revise({ ...content, access: 'token' }))
      .then({ type: 'QuestionnaireRevised', data: { ...content, access: 'token' } });
  });
  it('locks the items once', () => {
    given(drafted, opened).when({ type: 'LockItems' }).then(locked);
    given(drafted, opened, locked).when({ type: 'LockItems' }).then();
  });
});

describe('opening and closing', () => {
  it('opens, once', () => {
    given(drafted).when(open).then(opened);
    given(drafted, opened).when(open).then();
  });
  it('closes, once', () => {
    given(drafted, opened).when(close).then(closed);
    given(drafted, opened, closed).when(close).then();
  });
  it('does not open again', () => given(drafted, opened, closed).when(open).thenRejected('QUESTIONNAIRE_CLOSED'));
  it('does not close a draft', () => given(drafted).when(close).thenRejected('QUESTIONNAIRE_NOT_OPEN'));
  it('does not open with answers on record as a summary', () =>
    given(drafted, summarised).when(open).thenRejected('SUMMARY_REPORTED'));
  it('does not open when its time is over', () =>
    given(withWindow(null, at))
      .when({ type: 'OpenQuestionnaire', at: later })
      .thenRejected('QUESTIONNAIRE_WINDOW_OVER'));

  const scheduled = { at: later, scheduled: true };
  it('opens and closes by itself when it is time', () => {
    given(withWindow(later, null))
      .when({ type: 'OpenQuestionnaire', ...scheduled })
      .then({ type: 'QuestionnaireOpened', data: { ...(opened.data as object), openedAt: later } as never });
    given(withWindow(null, later), opened)
      .when({ type: 'CloseQuestionnaire', ...scheduled })
      .then({ type: 'QuestionnaireClosed', data: { about: content.about, closedAt: later } });
  });
  it('ignores a timer that is out of date', () => {
    given(withWindow('2023-04-01T10:00:00+03:00', null))
      .when({ type: 'OpenQuestionnaire', ...scheduled })
      .then();
    given(withWindow(null, '2023-04-01T10:00:00+03:00'), opened)
      .when({ type: 'CloseQuestionnaire', ...scheduled })
      .then();
    given(drafted)
      .when({ type: 'OpenQuestionnaire', ...scheduled })
      .then();
  });
});

describe('taking answers', () => {
  const refusal = (...events: QuestionnaireEvent[]) => {
    try {
      refuseUnlessOpen(given(...events).state()!, later);
      return null;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  it('takes them while it is open', () => {
    expect(refusal(drafted, opened)).toBeNull();
    expect(refusal(withWindow(null, '2023-04-01T10:00:00+03:00'), opened)).toBeNull();
  });
  it('takes none before and after', () => {
    expect(refusal(drafted)).toBe('QUESTIONNAIRE_NOT_OPEN');
    expect(refusal(drafted, opened, closed)).toBe('QUESTIONNAIRE_CLOSED');
  });
  it('takes none after its time, although nobody has closed it yet', () =>
    expect(refusal(withWindow(null, later), opened)).toBe('QUESTIONNAIRE_CLOSED'));
  it('takes from paper what was written in time, and nothing before it was open', () => {
    const refused =
      (...events: QuestionnaireEvent[]) =>
      () => {
        refuseUnlessOpen(given(...events).state()!, later, 'paper');
      };
    expect(refused(drafted, opened, closed)).not.toThrow();
    expect(refused(withWindow(null, later), opened)).not.toThrow();
    expect(refused(drafted)).toThrow('not open yet');
    expect(refused(drafted, summarised)).toThrow('reported summary');
  });
  it('takes none besides a reported summary', () =>
    expect(refusal(drafted, opened, summarised)).toBe('SUMMARY_REPORTED'));
});

describe('the denominator and the invitations', () => {
  it('puts the denominator on record, and a correction of it', () => {
    const reported: QuestionnaireEvent = { type: 'DenominatorReported', data: attended };
    given(drafted).when({ type: 'ReportDenominator', denominator: attended }).then(reported);
    given(drafted, reported).when({ type: 'ReportDenominator', denominator: attended }).then();
    given(drafted, reported, opened, closed)
      .when({ type: 'ReportDenominator', denominator: { ...attended, count: 23 } })
      .then({ type: 'DenominatorReported', data: { ...attended, count: 23 } });
  });
  it('counts invitations until it is closed', () => {
    const issued: QuestionnaireEvent = { type: 'InvitationsIssued', data: { count: 3 } };
    given(drafted).when({ type: 'IssueInvitations', count: 3 }).then(issued);
    given(drafted, opened, closed).when({ type: 'IssueInvitations', count: 3 }).thenRejected('QUESTIONNAIRE_CLOSED');
    expect(given(drafted, issued, issued).state()?.invitations).toBe(6);
  });
});

describe('the reported summary', () => {
  it('is put on record, and can be corrected', () => {
    given(drafted).when(report).then(summarised);
    given(drafted, summarised).when(report).then();
    const corrected = { ...summary, respondents: 13 };
    given(drafted, summarised)
      .when({ type: 'ReportSummary', summary: corrected })
      .then({ type: 'SummaryReported', data: corrected });
  });
  it('does not stand beside single answers', () =>
    given(drafted, opened, locked).when(report).thenRejected('RESPONSES_RECORDED'));
  it('fits the items', () =>
    given({ type: 'QuestionnaireDrafted', data: fewer }).when(report).thenRejected('ITEM_UNKNOWN'));
});

describe('publishing results', () => {
  const publish = (overrides: Partial<PublishResults> = {}): PublishResults => ({
    type: 'PublishResults',
    items: ['duration'],
    suggestions: [{ id: 'guides' }, { text: { ro: 'Mai multe bănci.' } }],
    tally: noAnswers,
    at: later,
    ...overrides,
  });
  const decide = (command: PublishResults, ...events: QuestionnaireEvent[]) => {
    const [event] = questionnaireDecider.decide(command, given(...events).state());
    return event as Extract<QuestionnaireEvent, { type: 'ResultsPublished' }>;
  };

  it('publishes what staff chose of a summary, and withholds the single 3', () => {
    const event = decide(publish(), drafted, summarised);
    expect(event.data).toMatchObject({
      publication: 1,
      basis: 'reported-summary',
      respondents: 12,
      anonymous: 'not-reported',
      denominator: null,
      responseRate: 'not-reported',
      title: content.title,
      about: content.about,
      suggestions: [summary.suggestions[0]!.text, { ro: 'Mai multe bănci.' }],
      publishedAt: later,
    });
    expect(event.data.items.map(({ item }) => item)).toEqual(['duration']);
    expect(event.data.items[0]!.distribution[2]).toEqual({
      value: 3,
      count: 'suppressed',
      occurred: null,
      statement: null,
    });
  });
  it('keeps the order of the questionnaire', () =>
    expect(
      decide(publish({ items: ['objectives', 'programme'] }), drafted, summarised).data.items.map(({ item }) => item),
    ).toEqual(['programme', 'objectives']));
  it('numbers the publications, and ignores a repeat', () => {
    const first = decide(publish(), drafted, summarised);
    given(drafted, summarised, first)
      .when(publish({ at: '2023-03-25T10:00:00+02:00' }))
      .then();
    const second = decide(publish({ suggestions: [] }), drafted, summarised, first);
    expect(second.data).toMatchObject({ publication: 2, suggestions: [] });
  });
  it('publishes nothing while answers come in', () => {
    given(drafted).when(publish()).thenRejected('RESULTS_NOT_FINAL');
    given(drafted, opened, locked).when(publish()).thenRejected('RESULTS_NOT_FINAL');
  });
  it('publishes the answers once it is closed', () => {
    const tally = { respondents: 6, anonymous: 6, channels: { anonymous: 6 }, items: { duration: { 4: 5, 5: 1 } } };
    const { data } = decide(publish({ tally, suggestions: [] }), drafted, opened, locked, closed);
    const channels = [{ channel: 'anonymous', count: 6 }];
    expect(data).toMatchObject({ basis: 'responses', respondents: 6, anonymous: 6, channels });
    expect(data.items[0]).toMatchObject({ n: 6, mean: 'suppressed' });
    expect(data.items[0]!.distribution.map(({ count }) => count)).toEqual(Array(5).fill('suppressed'));
  });
  it('tells nothing of the one answer that came from paper in between', () => {
    const counted = (duration: Record<string, number>, respondents: number) => ({
      respondents,
      anonymous: respondents,
      channels: { anonymous: respondents },
      items: { duration },
    });
    const first = decide(
      publish({ tally: counted({ 4: 5, 5: 7 }, 12), suggestions: [] }),
      drafted,
      opened,
      locked,
      closed,
    );
    given(drafted, opened, locked, closed, first)
      .when(publish({ tally: counted({ 3: 1, 4: 5, 5: 7 }, 13), suggestions: [] }))
      .then();
    const moved = decide(
      publish({ tally: counted({ 4: 5, 5: 12 }, 17), suggestions: [] }),
      drafted,
      opened,
      locked,
      closed,
      first,
    );
    expect(moved.data).toMatchObject({ publication: 2, respondents: 17, items: [{ n: 17 }] });
  });
  it('publishes nothing that is for staff only, and nothing with a condition by itself', () => {
    const staff: QuestionnaireEvent = {
      type: 'QuestionnaireDrafted',
      data: { ...content, items: [{ ...items[0]!, visibility: 'staff' }, channel, places] },
    };
    const choose = (...ids: string[]) => given(staff, opened, closed).when(publish({ items: ids, suggestions: [] }));
    choose('programme').thenRejected('ITEM_FOR_STAFF');
    choose('places').thenRejected('CONDITION_UNPUBLISHED');
    expect(
      decide(publish({ items: ['places', 'channel'], suggestions: [] }), staff, opened, closed).data.items,
    ).toHaveLength(2);
  });
  it('refuses items and suggestions that are not there', () => {
    given(drafted, summarised)
      .when(publish({ items: ['price'] }))
      .thenRejected('ITEM_UNKNOWN');
    given(drafted, summarised)
      .when(publish({ suggestions: [{ id: 'x' }] }))
      .thenRejected('SUGGESTION_UNKNOWN');
  });
});

describe('versions', () => {
  it('each part knows when it last changed', () => {
    const { versions } = given(drafted, { type: 'DenominatorReported', data: attended }, summarised).state()!;
    expect(versions).toEqual({ stream: 3, questionnaire: 1, denominator: 2, summary: 3, results: 3 });
  });
});
