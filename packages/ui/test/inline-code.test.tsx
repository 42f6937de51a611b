import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { InlineCode, Sentence } from "../src/index.ts";

test("keeps short code in one line, and lets long code break", () => {
  const call = "light.changed.withLock(() => …)";
  const long = "while (!light.green) light.changed.wait();";

  expect(renderToStaticMarkup(<InlineCode>{call}</InlineCode>)).toContain(`<code data-whole="">`);
  expect(renderToStaticMarkup(<InlineCode>{long}</InlineCode>)).toContain("<code>");
  expect(renderToStaticMarkup(<Sentence text="Ask `join()` first." />)).toBe(
    'Ask <code data-whole="">join()</code> first.',
  );
});
