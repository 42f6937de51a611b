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

test("where no runner is there, nobody can grade now", async () => {
  expect(await student.gradedNow()).toEqual({ ready: false });
});

test("a runner without a sandbox can't grade, and tells instructors why, no student; one healthy runner beside it is enough", async () => {
  await tellOfRunner(site.db, { id: randomUUID(), name: "sick", ...sick });
  expect(await student.gradedNow()).toEqual({ ready: false });

  const healthy = { id: randomUUID(), name: "healthy", ...sound };
  await tellOfRunner(site.db, healthy);
  expect(await student.gradedNow()).toEqual({ ready: true });
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
  expect(await student.gradedNow()).toEqual({ ready: false });

  await silentFor(3_600);
  expect(await instructor.runners()).toEqual([]);
  await tellOfRunner(site.db, { id: randomUUID(), name: "next", ...sound });
  expect(await site.db.runner.count()).toBe(1);
});

test("a runner that is there is not hidden by a hundred that were lost", async () => {
  await site.db.$executeRaw`
    insert into "runners" ("id", "name", "slots", "backend", "seen_at")
    select gen_random_uuid(), 'a-crashes', 1, 'bubblewrap', now() - interval '1 minute' from generate_series(1, 111)`;
  await tellOfRunner(site.db, { id: randomUUID(), name: "b-healthy", ...sound });

  expect(await student.gradedNow()).toEqual({ ready: true });
  expect((await instructor.runners())[0]).toMatchObject({ name: "b-healthy", state: "ready" });
});

test("a runner that starts takes the place of those of its name that were lost, and of no other", async () => {
  const [crashed, other, next, sibling] = Array.from({ length: 4 }, () => randomUUID());
  for (const id of [crashed, next]) await tellOfRunner(site.db, { id: id ?? "", name: "same", ...sound });
  await tellOfRunner(site.db, { id: other ?? "", name: "other", ...sound });
  const isSilent = async (id: string | undefined) =>
    site.db.$executeRaw`update "runners" set "seen_at" = now() - interval '1 minute' where "id" = ${id}::uuid`;
  await isSilent(crashed);
  await isSilent(other);

  // One that is there already leaves it to be seen.
  await tellOfRunner(site.db, { id: next ?? "", name: "same", ...sound });
  expect((await instructor.runners()).map(({ id }) => id)).toEqual([next, other, crashed]);

  await tellOfRunner(site.db, { id: sibling ?? "", name: "same", ...sound });
  expect(new Set((await instructor.runners()).map(({ id }) => id))).toEqual(new Set([next, sibling, other]));
});

test.each(["infinity", "-infinity", "2999-01-01"])("a runner that says it was seen at %s is none", async (seenAt) => {
  await site.db.$executeRaw`
    insert into "runners" ("id", "name", "slots", "backend", "started_at", "seen_at")
    values (gen_random_uuid(), 'ghost', 1, 'bubblewrap', 'infinity', ${seenAt}::timestamptz)`;

  expect(await student.gradedNow()).toEqual({ ready: false });
  expect(await instructor.runners()).toEqual([]);

  await tellOfRunner(site.db, { id: randomUUID(), name: "sound", ...sound });
  expect(await site.db.runner.count()).toBe(1);
});
