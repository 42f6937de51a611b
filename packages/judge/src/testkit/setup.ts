import { basename } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { close } from "./connection.ts";
import { awaitGrading, currentGrading } from "./grading.ts";
import { extendExpect } from "./matchers.ts";

extendExpect();
// In a hook, so that the test file too is loaded before somebody submits. Without a bound: that may take days.
beforeAll(awaitGrading, 0);
beforeEach(({ skip, task }) => skip(!currentGrading().files.includes(basename(task.file.filepath))));
afterAll(close);
