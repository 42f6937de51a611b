import { expect, test } from "vitest";
import { docLinks } from "../../src/gates/doc-links.ts";
import { openCheckout } from "./checkout.ts";

const open = (text: string) =>
  openCheckout({ "docs/page.md": text, "packages/env/README.md": "# Env\n\n## What it's for\n" });

test.each([
  "[env](../packages/env/README.md)",
  "[what](../packages/env/README.md#what-its-for)",
  "[here](#a-heading)\n\n# A heading",
  "[elsewhere](https://example.org/nothing) [lesson](/lessons/locks)",
  "`packages/env/README.md` and `packages/<name>/README.md`",
  "```sh\ncat [a](nothing.md) `packages/nothing`\n```",
])("lets pass: %s", (text) => {
  using checkout = open(text);

  expect(docLinks.run(checkout.path)).toBe("");
});

test.each([
  {
    text: "[env](../packages/env/READ.md)",
    says: "docs/page.md links to ../packages/env/READ.md, which is not there.",
  },
  { text: "[what](../packages/env/README.md#why)", says: "links to ../packages/env/README.md#why" },
  { text: "see `packages/env/src/nothing.ts`", says: "names packages/env/src/nothing.ts, which is not there." },
])("finds $text", ({ text, says }) => {
  using checkout = open(text);

  expect(docLinks.run(checkout.path)).toContain(says);
});
