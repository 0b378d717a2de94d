/** Published answers as texts of the store, and back. */
import { type Cell, ExactNumber } from '../../base/exact-number.ts';
import type { LocalText } from '../../catalog/catalog.ts';
import type { Bindings } from '../../versions/bindings.ts';
import type { FrozenMetric } from '../../versions/frozen-metrics.ts';
import type { Answer } from '../answer.ts';
import type { KeptAccess } from '../may-read.ts';
import type { PublishedAnswer } from './freezes.ts';

/** Of one query, by what it is told who may read its answer. */
export interface QueryHead extends KeptAccess {
  readonly name: string;
  readonly metrics: readonly {
    readonly metric: string;
    readonly hash: string;
    /** All that the number rests on, by kinds and names. */
    readonly parts: readonly string[];
  }[];
}

export interface FreezeHead {
  readonly queries: readonly QueryHead[];
}

/** What a query cannot say itself, and its answer depends on. */
export interface AnswerSetting {
  readonly semantics: number;
  readonly weekStarts: string;
  readonly fiscalYearStarts: string;
}

export interface KeptAnswer extends PublishedAnswer {
  /** What the dimensions that it names are decided by, as hashes; `null` for what is no dimension of a model. */
  readonly dimensions: Readonly<Record<string, string | null>>;
  /** By the metrics, the dimensions and the currency that it names: from where these were read. */
  readonly bindings: Readonly<Record<string, Bindings>>;
}

export interface KeptMetric extends FrozenMetric {
  readonly formula: string;
  readonly words: string;
  readonly owner: string;
  readonly description: LocalText;
}

export interface FreezeContent {
  readonly setting: AnswerSetting;
  readonly answers: readonly KeptAnswer[];
  /** Each definition once. */
  readonly metrics: readonly KeptMetric[];
}

/** An exact number stands as a list of its digits, so that it comes back as one. */
type StoredCell = Exclude<Cell, ExactNumber> | readonly [digits: string];

type StoredAnswer = Omit<KeptAnswer, 'rows' | 'totals' | 'bindings'> & {
  /** Answers of before they were kept have none. */
  readonly bindings?: KeptAnswer['bindings'];
  readonly rows: readonly (readonly StoredCell[])[];
  readonly totals: readonly StoredCell[] | null;
};

export function writeContent({ answers, ...content }: FreezeContent): string {
  const stored = answers.map(
    ({ rows, totals, ...answer }): StoredAnswer => ({
      ...answer,
      rows: rows.map(writeCells),
      totals: totals && writeCells(totals),
    }),
  );
  return JSON.stringify({ ...content, answers: stored });
}

/** `text` is what {@link writeContent} made: its hash has held. */
export function readContent(text: string): FreezeContent {
  const { answers, ...content } = JSON.parse(text) as Omit<FreezeContent, 'answers'> & {
    readonly answers: readonly StoredAnswer[];
  };
  return {
    ...content,
    answers: answers.map(({ rows, totals, bindings = {}, ...answer }) => ({
      ...answer,
      bindings,
      rows: rows.map(readCells),
      totals: totals && readCells(totals),
    })),
  };
}

/** `text` is the store's own, whose hash has held. */
export function readHead(text: string): FreezeHead {
  return JSON.parse(text) as FreezeHead;
}

function writeCells(cells: Answer['rows'][number]): readonly StoredCell[] {
  return cells.map((cell) => (cell instanceof ExactNumber ? [cell.digits] : cell));
}

function readCells(cells: readonly StoredCell[]): readonly Cell[] {
  return cells.map((cell) => (cell !== null && typeof cell === 'object' ? new ExactNumber(cell[0]) : cell));
}
