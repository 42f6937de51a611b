export {
  type CurrentExercise,
  findCourses,
  findCurrentExercise,
  findExerciseId,
  publishCourse,
  type StoredCourse,
} from "./courses.ts";
export { type Database, openDatabase, type Transaction } from "./database.ts";
export { type DraftKey, findDraft, type StoredDraft, writeDraft } from "./drafts.ts";
export {
  abandonRun,
  beginRun,
  loadForGrading,
  markJudging,
  recordCase,
  recordVerdict,
  type StartedRun,
  type SubmissionToGrade,
  type VerdictRecorded,
} from "./grading.ts";
export { appendProgress, lastProgress, PROGRESS_CHANNEL, readProgress, type StoredProgress } from "./progress.ts";
export {
  cancelSubmission,
  endWithoutRun,
  findReplacedVerdicts,
  reopenSubmission,
  type ReplacedVerdict,
} from "./regrading.ts";
export { RUNNER_ROLE, setRunnerPassword } from "./runner-role.ts";
export { StoredJsonError } from "./stored-json.ts";
export {
  countUnfinished,
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
