import { Clock, relationOf } from '@ecou/event-sourcing';
import type { LocalizedText } from '@ecou/contracts';
import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.decider.js';
import { DirectoryReader } from '../directory/directory.reader.js';
import type { CourseRow } from '../half-year/course.js';
import { definitions, inOrder } from '../half-year/definitions.js';
import { figuresOf, type Shares } from '../half-year/figures.js';
import type { HalfYearAnswer } from '../half-year/half-year.schemas.js';
import { periodOf } from '../half-year/period.js';
import { channelNames, kindNames } from '../half-year/words.js';
import { petitionCourse } from './petition-course.view.js';

/** Those that were there before `$2` and for which an answer was awaited at `$1`, or after it. */
const coursesSql = `
  SELECT id, kind, channel, category, department, from_authority AS "fromAuthority", registered_at AS "registeredAt",
    ended_at AS "endedAt", since, off_target AS "offTarget", steps
  FROM ${relationOf(petitionCourse)} WHERE registered_at < $2 AND (ended_at IS NULL OR ended_at >= $1)`;

/** Reads the half-yearly report on petitions (Government Ordinance 27/2002, art. 14). */
@Injectable()
export class HalfYearReader {
  constructor(
    private readonly readModels: ReadModels,
    private readonly directory: DirectoryReader,
    private readonly clock: Clock,
  ) {}

  /** The report of `2026-1`, up to its end or up to now. Throws `Invalid` for a half-year that has not begun. */
  async get(name: string): Promise<HalfYearAnswer> {
    const now = this.clock.now();
    const { year, half, from, to, begins, ends } = periodOf(name, now);
    const complete = Date.parse(now) >= Date.parse(ends);
    const at = complete ? ends : now;
    const [courses, { state: directory }] = await Promise.all([
      this.readModels.query<CourseRow>(coursesSql, [begins, at]),
      this.directory.now(),
    ]);
    const { all, departments, kinds, channels, categories } = figuresOf(courses, { begins }, at);
    const named = [...departments].sort(([one], [other]) => one.localeCompare(other));
    return {
      ...{ year, half, from, to, at, complete },
      figures: inOrder.map((id) => ({ id, ...definitions[id], value: all[id] })),
      departments: named.map(([department, figures]) => ({
        department,
        name: directory.departments[department]?.name ?? { ro: department },
        figures,
      })),
      registeredBy: {
        kind: sharesOf(kinds, kindNames),
        channel: sharesOf(channels, channelNames),
        category: sharesOf(categories, namesOf(directory)),
      },
    };
  }
}

const namesOf = ({ categories }: Directory) =>
  Object.fromEntries(Object.entries(categories).map(([code, { name }]) => [code, name]));

/** The largest first. */
const sharesOf = (shares: Shares, names: Readonly<Record<string, LocalizedText>>) =>
  [...shares]
    .sort(([one, many], [other, more]) => more - many || one.localeCompare(other))
    .map(([value, count]) => ({ value, name: names[value] ?? { ro: value }, count }));
