import { describe, expect, it } from "vitest";
import { containerProfile } from "../src/container-profile.ts";

describe("the profile of a runner's container", () => {
  it("is the committed one; `vitest run -u` writes it", async () => {
    await expect(`${JSON.stringify(containerProfile(), null, 2)}\n`).toMatchFileSnapshot(
      "../../../infra/seccomp-runner.json",
    );
  });

  it("lets boxes be made, and nothing in that no box may either", () => {
    const allowed = containerProfile().syscalls.find(({ action }) => action === "SCMP_ACT_ALLOW")?.names ?? [];
    expect(allowed).toEqual(expect.arrayContaining(["unshare", "mount", "pivot_root", "clone", "futex"]));
    for (const never of ["bpf", "ptrace", "io_uring_setup", "perf_event_open", "keyctl", "kexec_load", "init_module"])
      expect(allowed).not.toContain(never);
  });
});
