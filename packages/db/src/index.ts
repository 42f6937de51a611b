export {
  findCourses,
  findCurrentExercise,
  findExercise,
  findExerciseVersion,
  findModelSolutions,
  hasVersion,
  publishCourse,
  type StoredCourse,
  type StoredExercise,
} from "./courses.ts";
export { type Database, openDatabase, type Transaction } from "./database.ts";
export { type DraftKey, findDraft, type StoredDraft, writeDraft } from "./drafts.ts";
export {
  abandonRun,
  beginRun,
  type GivenBack,
  giveBackRun,
  loadForGrading,
  measureAgain,
  recordCase,
  recordVerdict,
  type StartedRun,
  type SubmissionToGrade,
  timesGivenBack,
  timesMeasuredAgain,
  type VerdictRecorded,
} from "./grading.ts";
export { type IsLeased, type LeasedRun, markJudging, tellOfRun } from "./leased-run.ts";
export { appendProgress, lastProgress, PROGRESS_CHANNEL, readProgress, type StoredProgress } from "./progress.ts";
export {
  cancelSubmission,
  endWithoutRun,
  findReplacedVerdicts,
  reopenSubmission,
  type ReplacedVerdict,
} from "./regrading.ts";
export { forgetTries, type RateRule, takeTry, undoTry } from "./rate-windows.ts";
export { isReady } from "./health.ts";
export {
  canAnybodyGrade,
  forgetRunner,
  listRunners,
  type RunnerSeen,
  type RunnerTelling,
  tellOfRunner,
} from "./runners.ts";
export { RUNNER_ROLE, setRunnerPassword } from "./runner-role.ts";
export { StoredJsonError } from "./stored-json.ts";
export {
  countSubmissions,
  countUnfinished,
  findAcceptedFiles,
  findCaseResults,
  findStandings,
  findSubmission,
  insertSubmission,
  isOwnSubmission,
  listSubmissions,
  lockStudent,
  type NewSubmission,
  type StoredRun,
  type StoredSubmission,
  type SubmissionFilter,
  type SubmissionSummary,
} from "./submissions.ts";
export { ensurePasswordUser, type PasswordUser } from "./users.ts";
