import { basename } from "node:path";
import { afterAll, beforeEach } from "vitest";
import { close } from "./connection.ts";
import { awaitGrading, currentGrading } from "./grading.ts";
import { extendExpect } from "./matchers.ts";

extendExpect();
await awaitGrading();
beforeEach(({ skip, task }) => skip(!currentGrading().files.includes(basename(task.file.filepath))));
afterAll(close);
