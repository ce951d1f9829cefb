/** The aspects of a session that the questionnaire asked grades for, from 1 to 5. */
export const aspects = {
  programme: { ro: 'Programul', en: 'The programme' },
  duration: { ro: 'Durata', en: 'The duration' },
  topics: { ro: 'Subiectele', en: 'The topics' },
  moderators: { ro: 'Discursurile moderatorilor', en: "The moderators' talks" },
  conditions: {
    ro: 'Condițiile: spațiu, mijloace audiovizuale, echipamente IT',
    en: 'The conditions: space, audio-visual means, IT equipment',
  },
  organisation: { ro: 'Organizarea în ansamblu', en: 'The organisation overall' },
};

/** The questions that it asked, as the reports tell; the wording of the original is not reported. */
export const items = [
  ...Object.entries(aspects).map(([id, wording]) => ({ kind: 'grade', id, aspect: id, wording })),
  {
    kind: 'yes-no',
    id: 'objectives',
    wording: { ro: 'Și-a atins evenimentul obiectivele?', en: 'Did the event meet its objectives?' },
  },
  {
    kind: 'text',
    id: 'suggestions',
    wording: {
      ro: 'Ce propuneți pentru ca serviciile electronice ale primăriei să fie cunoscute, iar cetățenii să se implice?',
      en: 'What do you suggest to make the e-services of the city hall known, and to get citizens involved?',
    },
  },
  {
    kind: 'wish',
    id: 'updates',
    wording: {
      ro: 'Doriți să aflați rezultatele finale ale proiectului?',
      en: 'Do you want to be told of the final results of the project?',
    },
  },
].map((item) => ({ ...item, required: false }));
