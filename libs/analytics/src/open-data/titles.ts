import type { Language } from '@ecou/contracts';

/** The title of a dataset, and in Romanian its description; in English its figure has that. */
export interface Title extends Readonly<Record<Language, string>> {
  readonly holds: string;
}

const titled = (ro: string, en: string, holds: string): Title => ({ ro, en, holds });

/** Of every figure, by its name. */
export const titles: Readonly<Record<string, Title>> = {
  programme: titled(
    'Programe',
    'Programmes',
    'Programele de consultări. Un rând nou începe când un program se încheie sau este reluat.',
  ),
  deliverable: titled(
    'Livrabile ale programelor',
    'Deliverables of programmes',
    'Livrabilele publicate ale programelor: studii, hărți, webinare și altele.',
  ),
  civic_event: titled(
    'Evenimente civice',
    'Civic events',
    'Evenimentele civice anunțate public: consultări, dezbateri și altele. Un rând nou începe când un eveniment este mutat, anulat sau ținut; o corectură e valabilă și pentru timpul dinainte.',
  ),
  report: titled('Rapoarte', 'Reports', 'Versiunile publicate ale rapoartelor evenimentelor civice.'),
  participation: titled(
    'Participare',
    'Participation',
    'Persoanele care au participat la un eveniment civic, pe categorii, așa cum au fost raportate. O corectură înlocuiește cifrele; cele raportate stau alături.',
  ),
  registration_call: titled(
    'Înscrieri la evenimente',
    'Registration for events',
    'Înscrierea la un eveniment civic și locurile ei. Un rând nou începe când este deschisă sau închisă.',
  ),
  registration: titled(
    'Persoane înscrise',
    'Registrations',
    'Înscrierile la evenimente civice, pe categorii de participanți. Grupurile sub cinci nu sunt arătate.',
  ),
  discussion_point: titled(
    'Puncte de discuție',
    'Discussion points',
    'Ce s-a spus la evenimente civice, fără textul spus; recomandările sunt și ele aici.',
  ),
  recommendation: titled(
    'Recomandări',
    'Recommendations',
    'Recomandările făcute la evenimente civice, fără textul lor. Un rând nou începe cu fiecare pas.',
  ),
  recommendation_step: titled(
    'Pașii recomandărilor',
    'Steps of recommendations',
    'Pașii prin care trece o recomandare.',
  ),
  answer: titled(
    'Răspunsuri la chestionare',
    'Answers to questionnaires',
    'Câte persoane au dat un răspuns la un element, după cele mai noi rezultate publicate.',
  ),
  question: titled(
    'Întrebările chestionarelor',
    'Items of questionnaires',
    'Elementele chestionarelor, după cele mai noi rezultate publicate.',
  ),
  questionnaire: titled(
    'Chestionare',
    'Questionnaires',
    'Chestionarele la care s-a putut răspunde. Un rând nou începe când un chestionar este deschis sau închis.',
  ),
  response_channel: titled(
    'Canalele răspunsurilor',
    'Channels of answers',
    'Cum au venit răspunsurile la un chestionar, numărate la publicarea rezultatelor.',
  ),
  result: titled(
    'Rezultatele chestionarelor',
    'Results of questionnaires',
    'Cele mai noi rezultate publicate ale unui chestionar, în ansamblu.',
  ),
  facility: titled(
    'Facilități digitale',
    'Digital facilities',
    'Facilitățile digitale de pe hartă. Un rând nou începe cu fiecare schimbare și la fiecare verificare.',
  ),
  facility_change: titled(
    'Schimbări ale facilităților',
    'Changes of facilities',
    'Ce s-a întâmplat cu o facilitate digitală.',
  ),
  link_outage: titled(
    'Linkuri care nu au funcționat',
    'Links that did not work',
    'Perioadele în care un link al facilităților nu a funcționat.',
  ),
  incentive_turn: titled(
    'Stimulente ale facilităților',
    'Incentives of facilities',
    'Când a început și când s-a încheiat un stimulent al unei facilități digitale.',
  ),
  verification_due: titled(
    'Termene de verificare',
    'Days of verification',
    'A venit ziua în care datele despre o facilitate digitală trebuie verificate din nou.',
  ),
  term: titled(
    'Termeni',
    'Terms',
    'Cuvintele listelor din care se alege, cum sunt categoriile de participanți, așa cum au fost schimbate.',
  ),
  petition: titled(
    'Petiții pe luni și categorii',
    'Petitions by month and category',
    'Petiții și sesizări după luna primirii și categorie. Grupurile sub cinci nu sunt arătate.',
  ),
  petition_month: titled(
    'Petiții pe luni',
    'Petitions by month',
    'Petiții și sesizări după luna primirii. Grupurile sub cinci nu sunt arătate.',
  ),
  petition_department: titled(
    'Petiții pe ani și compartimente',
    'Petitions by year and department',
    'Petiții și sesizări după anul primirii și compartimentul care le are. Grupurile sub cinci nu sunt arătate.',
  ),
  petition_channel: titled(
    'Petiții pe ani și canale',
    'Petitions by year and channel',
    'Petiții și sesizări după anul primirii și felul în care au venit. Grupurile sub cinci nu sunt arătate.',
  ),
  petition_step: titled(
    'Pașii petițiilor',
    'Steps of petitions',
    'Pașii petițiilor pe luni: câți și la cât timp după înregistrare. Grupurile sub cinci nu sunt arătate.',
  ),
  facility_grade: titled(
    'Notele facilităților',
    'Grades of facilities',
    'Notele date facilităților digitale; cele ascunse ca abuz nu se numără. Grupurile sub cinci nu sunt arătate.',
  ),
  subscription: titled(
    'Abonări',
    'Subscriptions',
    'Temele despre care s-a cerut să se afle și care sunt valabile. Grupurile sub cinci nu sunt arătate.',
  ),
  message: titled(
    'Mesaje către abonați',
    'Messages to subscribers',
    'Mesajele către abonați pe luni, canale și scopuri, și ce s-a ales de ele.',
  ),
  campaign: titled(
    'Campanii către abonați',
    'Campaigns to subscribers',
    'Ce a scris primăria, o singură dată, celor care au cerut să afle despre anumite teme, după ce fiecare mesaj a avut un rezultat.',
  ),
  campaign_outcome: titled(
    'Rezultatele campaniilor',
    'Outcomes of campaigns',
    'Ce s-a ales de mesajele unei campanii, pe canale.',
  ),
  inbound_message: titled(
    'Mesaje primite',
    'Messages received',
    'Mesajele scrise primăriei, pe luni și canale: câte au venit, câte în timpul programului și câte au primit un răspuns automat.',
  ),
  dissemination: titled(
    'Diseminare în afara platformei',
    'Dissemination outside of the platform',
    'Ce s-a răspândit în afara platformei: afișe, radio, școli și altele, așa cum spune registrul acum. Se numără numai ce s-a realizat.',
  ),
  dissemination_reach: titled(
    'Persoane la care a ajuns diseminarea',
    'Reach of dissemination',
    'Estimările numărului de persoane la care a ajuns ceva răspândit în afara platformei. O corectură înlocuiește cifra; cea raportată stă alături.',
  ),
  category: titled('Categorii', 'Categories', 'Categoriile pe care le folosesc celelalte seturi de date.'),
  theme: titled('Teme', 'Themes', 'Temele pe care le folosesc celelalte seturi de date.'),
  department: titled('Compartimente', 'Departments', 'Compartimentele pe care le folosesc celelalte seturi de date.'),
  channel: titled('Canale', 'Channels', 'Canalele pe care le folosesc celelalte seturi de date.'),
  topic: titled('Feluri de teme', 'Kinds of topics', 'Felurile de teme despre care s-a cerut să se afle.'),
  date: titled('Zile', 'Days', 'Zilele din 2020 până în 2050.'),
};
