import { randomUUID } from "node:crypto";
import { forgetRunner, tellOfRunner } from "@lockstep/db";
import { beforeEach, expect, test } from "vitest";
import { callerOf, openSite } from "./site.ts";

const site = await openSite();
const student = (await callerOf(site, "student")).call.student;
const instructor = (await callerOf(site, "instructor")).call.instructor;
beforeEach(async () => {
  await site.db.runner.deleteMany();
});

const sound = { slots: 2, backend: "bubblewrap, cgroup v2", trouble: null };
const sick = { slots: 1, backend: null, trouble: { because: "bubblewrap is not installed", fix: "Install it." } };

test("where no runner is there, nobody can grade now, and nothing is known of why", async () => {
  expect(await student.gradedNow()).toEqual({ ready: false, trouble: null });
});

test("a runner without a sandbox can't grade, and says why; one healthy runner beside it is enough", async () => {
  await tellOfRunner(site.db, { id: randomUUID(), name: "sick", ...sick });
  expect(await student.gradedNow()).toEqual({ ready: false, trouble: sick.trouble });

  const healthy = { id: randomUUID(), name: "healthy", ...sound };
  await tellOfRunner(site.db, healthy);
  expect(await student.gradedNow()).toEqual({ ready: true, trouble: null });
  expect(await instructor.runners()).toMatchObject([
    { name: "healthy", state: "ready", backend: sound.backend },
    { name: "sick", state: "no-sandbox", trouble: sick.trouble },
  ]);

  await forgetRunner(site.db, healthy.id);
  expect(await student.gradedNow()).toMatchObject({ ready: false });
});

test("a runner that finds its sandbox again is ready with its next telling", async () => {
  const id = randomUUID();
  await tellOfRunner(site.db, { id, name: "r", ...sick });
  await tellOfRunner(site.db, { id, name: "r", ...sound });

  expect(await instructor.runners()).toMatchObject([{ id, state: "ready", trouble: null }]);
});

test("a runner that was killed is told as lost, can't grade, and is dropped later", async () => {
  const id = randomUUID();
  await tellOfRunner(site.db, { id, name: "killed", ...sound });
  const silentFor = (seconds: number) =>
    site.db
      .$executeRaw`update "runners" set "seen_at" = now() - make_interval(secs => ${seconds}::int) where "id" = ${id}::uuid`;

  await silentFor(60);
  expect(await instructor.runners()).toMatchObject([{ name: "killed", state: "lost" }]);
  expect(await student.gradedNow()).toEqual({ ready: false, trouble: null });

  await silentFor(3_600);
  expect(await instructor.runners()).toEqual([]);
  await tellOfRunner(site.db, { id: randomUUID(), name: "next", ...sound });
  expect(await site.db.runner.count()).toBe(1);
});
