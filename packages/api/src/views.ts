import type {
  CaseResult,
  CompileError,
  GradingReport,
  Language,
  Limits,
  Localised,
  Locale,
  Manifest,
  ModelSolution,
  ProgressEvent,
  ProgramOutput,
  Purpose,
  Reason,
  SourceFile,
  Verdict,
} from "@lockstep/contracts";

/** Who is signed in. */
export interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: "student" | "instructor";
}

/** Whether a submission that waits can be graded by anybody now. */
export interface GradedNow {
  readonly ready: boolean;
}

/** A process that grades, for whoever runs the site. */
export interface RunnerLine {
  readonly id: string;
  readonly name: string;
  readonly slots: number;
  /** `lost`: it has not been heard of for a while, and did not say that it ends. */
  readonly state: "ready" | "no-sandbox" | "lost";
  /** What its sandbox is made of, where it has one. */
  readonly backend: string | null;
  readonly trouble: { readonly because: string; readonly fix: string } | null;
  readonly seenAt: Date;
}

/** One line of the course outline. */
export interface ExerciseCard {
  readonly slug: string;
  readonly title: Localised;
  readonly summary: Localised;
  readonly unit: number;
  readonly difficulty: Manifest["difficulty"];
  readonly concepts: readonly string[];
  readonly curriculum: string;
  /** Slug of the lesson that prepares for it. */
  readonly lesson: string;
  readonly languages: readonly Language[];
  readonly pointsMax: number;
}

/** The course, with its exercises in the order of the outline. */
export interface CourseOutline {
  readonly slug: string;
  readonly title: Localised;
  readonly exercises: readonly ExerciseCard[];
}

/** A case as everybody may see it: what it demands, never how it is tested. */
export interface CaseHeading {
  readonly id: string;
  readonly title: Localised;
  readonly visibility: "visible" | "hidden";
  readonly points: number;
  /** Anchor in the lesson. */
  readonly section: string | null;
}

/** What a student starts from, in one language. */
export interface StarterFiles {
  readonly language: Language;
  /** The file that the tests import. */
  readonly entry: string;
  readonly files: readonly SourceFile[];
}

/** Everything the exercise page shows; holds neither hidden tests nor solutions. */
export interface ExercisePage extends ExerciseCard {
  /** Send it back with `submit`: what was read is what is graded. */
  readonly version: string;
  /** Markdown. */
  readonly statement: Readonly<Record<Locale, string>>;
  readonly starters: readonly StarterFiles[];
  readonly visibleTests: string;
  readonly cases: readonly CaseHeading[];
  readonly limits: Limits;
}

/** `waiting`: in the queue · `grading`: a runner has it · `graded`: there is a verdict · `cancelled`: the student took it back. */
export type SubmissionState = "waiting" | "grading" | "graded" | "cancelled";

/** One line in a list of submissions. */
export interface SubmissionLine {
  readonly id: string;
  readonly slug: string;
  readonly title: Localised;
  readonly purpose: Purpose;
  readonly language: Language;
  readonly createdAt: Date;
  readonly state: SubmissionState;
  /** Null until graded; so are the points. */
  readonly verdict: Verdict | null;
  readonly points: number | null;
  readonly pointsMax: number | null;
}

/** The report as a student may see it. */
export type StudentReport = Omit<GradingReport, "internal">;

/** One submission with its files and what is known of its grading. */
export interface SubmissionPage extends SubmissionLine {
  readonly version: string;
  readonly files: readonly SourceFile[];
  /** Null until graded. */
  readonly report: StudentReport | null;
  /** What has happened so far, oldest first, with the id to resume from. */
  readonly progress: readonly { readonly id: string; readonly event: ProgressEvent }[];
}

/** The same for instructors: with the student, and what went wrong on our side. */
export interface InstructorSubmissionPage extends SubmissionPage {
  readonly student: { readonly id: string; readonly name: string; readonly email: string };
  /** Null unless our side failed. */
  readonly internal: string | null;
  readonly runs: readonly RunLine[];
  /** Verdicts that stopped counting because it was graded again, oldest first. */
  readonly replaced: readonly ReplacedVerdictLine[];
}

/** A verdict that counted once. */
export interface ReplacedVerdictLine {
  readonly verdict: Verdict;
  readonly points: number;
  readonly pointsMax: number;
  readonly givenAt: Date;
  readonly replacedAt: Date;
  /** Null unless our side failed. */
  readonly internal: string | null;
}

/** One attempt to grade. */
export interface RunLine {
  readonly attempt: number;
  readonly runner: string;
  readonly state: "leased" | "judging" | "done" | "abandoned";
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** A page of a list; pass `nextCursor` as `cursor` for the next one. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** What a student has typed and not handed in. */
export interface DraftView {
  readonly files: readonly SourceFile[];
  readonly revision: number;
  /** Version of the exercise that it was written for; null where none was noted. */
  readonly version: string | null;
  readonly updatedAt: Date;
}

/** A save either happened, or met a newer draft, which is returned. */
export type DraftSaved = (
  | { readonly kind: "saved"; readonly revision: number; readonly updatedAt: Date }
  | { readonly kind: "conflict"; readonly draft: DraftView | null }
) & {
  /** The version that is current by now, perhaps a newer one than the page shows. Null: the exercise was withdrawn. */
  readonly currentVersion: string | null;
};

/** How far a student is with one exercise; only `submit` counts. */
export interface Standing {
  readonly slug: string;
  readonly accepted: boolean;
  readonly pointsBest: number;
  readonly submissions: number;
}

/** What one may compare an accepted solution with. */
export interface ModelSolutions {
  /** One's own last accepted submission; null for an instructor who has none. */
  readonly own: readonly SourceFile[] | null;
  readonly models: readonly ModelSolution[];
}

/** A job that failed too often; it waits for an instructor. */
export interface DeadLetter {
  readonly id: string;
  /** Null where the job names none of ours. */
  readonly submission: {
    readonly id: string;
    readonly slug: string;
    readonly title: Localised;
    /** The name. */
    readonly student: string;
  } | null;
  readonly failedAt: Date;
  readonly because: string;
}

export type { CaseResult, CompileError, ProgramOutput, ProgressEvent, Reason, Verdict };
