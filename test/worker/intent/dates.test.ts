import { describe, expect, test } from '@jest/globals';
import { DATE_SAMPLE_CHARACTERS, findDates } from '../../../worker/intent/dates.js';

/** A Thursday. */
const saidAt = new Date('2026-03-12T09:00:00Z');
const read = (language: 'en' | 'fr', text: string, at = saidAt, timeZone = 'Europe/Paris') =>
  findDates(text, { language, saidAt: at, timeZone }).map(({ text: said, value }) => [said, value]);

describe('dates', () => {
  test.each<['en' | 'fr', string, string, string]>([
    ['en', 'See you tomorrow.', 'tomorrow', '2026-03-13'],
    ['en', 'tomorrow at 9:30', 'tomorrow at 9:30', '2026-03-13T09:30'],
    ['en', 'the day after tomorrow', 'day after tomorrow', '2026-03-14'],
    ['en', 'by 3 April', '3 April', '2026-04-03'],
    ['en', 'on April 3rd, 2027', 'April 3rd, 2027', '2027-04-03'],
    ['en', 'since 9 March', '9 March', '2026-03-09'],
    ['en', 'next Tuesday', 'next Tuesday', '2026-03-17'],
    ['en', 'on Monday', 'Monday', '2026-03-16'],
    ['en', 'last Monday', 'last Monday', '2026-03-09'],
    ['en', 'since Monday', 'Monday', '2026-03-09'],
    ['en', 'Friday at 3pm works', 'Friday at 3pm', '2026-03-13T15:00'],
    ['en', 'on the 14th', '14th', '2026-03-14'],
    ['en', 'in two weeks', 'in two weeks', '2026-03-26'],
    ['en', 'three days ago', 'three days ago', '2026-03-09'],
    ['en', 'due 2026-05-01', '2026-05-01', '2026-05-01'],
    ['fr', 'À demain !', 'demain', '2026-03-13'],
    ['fr', 'après-demain à 14h', 'après-demain à 14h', '2026-03-14T14:00'],
    ['fr', 'avant-hier', 'avant-hier', '2026-03-10'],
    ['fr', 'demain à 14h', 'demain à 14h', '2026-03-13T14:00'],
    ['fr', 'le 3 avril', '3 avril', '2026-04-03'],
    ['fr', 'le 1er mai 2026', '1er mai 2026', '2026-05-01'],
    ['fr', 'lundi dernier', 'lundi dernier', '2026-03-09'],
    ['fr', 'mardi prochain à 9h30', 'mardi prochain à 9h30', '2026-03-17T09:30'],
    ['fr', 'depuis lundi', 'lundi', '2026-03-09'],
    ['fr', 'dans trois jours', 'dans trois jours', '2026-03-15'],
    ['fr', 'On se voit le 14 ?', '14', '2026-03-14'],
    ['en', 'last month', 'last month', '2026-02-01/2026-02-28'],
    ['en', 'next week', 'next week', '2026-03-16/2026-03-22'],
    ['en', 'this quarter', 'this quarter', '2026-01-01/2026-03-31'],
    ['en', 'Q2 2026', 'Q2 2026', '2026-04-01/2026-06-30'],
    ['en', 'last year', 'last year', '2025-01-01/2025-12-31'],
    ['en', 'in May', 'May', '2026-05-01/2026-05-31'],
    ['en', 'from 3 to 7 April', 'from 3 to 7 April', '2026-04-03/2026-04-07'],
    ['en', 'between Monday and Friday', 'between Monday and Friday', '2026-03-16/2026-03-20'],
    ['en', 'from Monday to Wednesday', 'from Monday to Wednesday', '2026-03-16/2026-03-18'],
    ['fr', 'le mois dernier', 'mois dernier', '2026-02-01/2026-02-28'],
    ['fr', 'la semaine prochaine', 'semaine prochaine', '2026-03-16/2026-03-22'],
    ['fr', 'ce trimestre', 'ce trimestre', '2026-01-01/2026-03-31'],
    ['fr', 'au T2 2026', 'T2 2026', '2026-04-01/2026-06-30'],
    ['fr', 'le premier trimestre 2026', 'premier trimestre 2026', '2026-01-01/2026-03-31'],
    ['fr', 'du 3 au 7 avril', 'du 3 au 7 avril', '2026-04-03/2026-04-07'],
    ['fr', 'entre le 3 et le 7 avril', 'entre le 3 et le 7 avril', '2026-04-03/2026-04-07'],
    ['fr', 'entre lundi et vendredi', 'entre lundi et vendredi', '2026-03-16/2026-03-20'],
    ['fr', 'en avril', 'avril', '2026-04-01/2026-04-30'],
  ])('%s: %s', (language, text, said, value) => {
    expect(read(language, text)).toEqual([[said, value]]);
  });

  test.each<['en' | 'fr', string]>([
    ['en', 'It may fail, and we march on.'],
    ['en', 'EKS 1.29 and 10.0.0.1 on port 8080'],
    ['en', 'in 20 minutes, or 3 hours ago'],
    ['en', 'every second matters now'],
    ['fr', 'la planète Mars'],
    ['fr', 'dans 20 minutes'],
    ['fr', 'Le 3 tiers est une architecture'],
    ['fr', 'la mer et le sam de Samuel'],
  ])('none in %s: %s', (language, text) => {
    expect(read(language, text)).toEqual([]);
  });

  test.each<[string, string, 'en' | 'fr', string, string[][]]>([
    ['on the day itself', '2026-04-10', 'en', 'last Friday', [['last Friday', '2026-04-03']]],
    ['on the day itself', '2026-04-10', 'en', 'this Friday', [['this Friday', '2026-04-10']]],
    ['on the day itself', '2026-04-10', 'fr', 'vendredi dernier', [['vendredi dernier', '2026-04-03']]],
    ['in a month without it', '2026-04-10', 'en', 'on the 31st', [['31st', '2026-05-31']]],
    ['in February', '2026-02-10', 'en', 'by the 30th', [['30th', '2026-03-30']]],
    ['that are not', '2026-04-10', 'fr', 'du 45 au 99 mai', []],
    [
      'over the end of a month',
      '2026-03-10',
      'fr',
      'du 30 au 2 avril',
      [['du 30 au 2 avril', '2026-03-30/2026-04-02']],
    ],
    ['of a verb', '2026-03-10', 'en', 'from 3 to 5 may suffice', []],
    ['at midnight', '2026-03-12', 'en', 'Monday at 12am', [['Monday at 12am', '2026-03-16T00:00']]],
  ])('%s (%s), in %s: %s', (_, day, language, text, expected) => {
    expect(read(language, text, new Date(`${day}T09:00:00Z`))).toEqual(expected);
  });

  test('the day is that of the user, not of the server', () => {
    const late = new Date('2026-03-12T22:30:00Z');
    expect(read('en', 'today', late, 'Asia/Tokyo')).toEqual([['today', '2026-03-13']]);
    expect(read('en', 'today', late, 'America/New_York')).toEqual([['today', '2026-03-12']]);
    expect(read('en', 'today', late, 'not/a zone')).toEqual([['today', '2026-03-12']]);
  });

  test('a long text is looked at where it begins and where it ends', () => {
    const middle = 'word. '.repeat(DATE_SAMPLE_CHARACTERS);
    expect(read('en', `tomorrow ${middle} on Monday ${middle} yesterday`)).toEqual([
      ['tomorrow', '2026-03-13'],
      ['yesterday', '2026-03-11'],
    ]);
    const upTo = (count: number) => 'a. '.repeat(DATE_SAMPLE_CHARACTERS).slice(0, count);
    const cut = `${upTo(DATE_SAMPLE_CHARACTERS - 11)} 12 April 2026 ${middle}`;
    expect(read('en', cut)).toEqual([]);
  });
});
