import type { InterleavingStep } from "./print-interleaving.ts";

/** A page of its own that shows a schedule: a column for each thread, time goes down. No script, nothing loaded. */
export function interleavingHtml(program: string, steps: readonly InterleavingStep[], ending: string): string {
  const threads = [...new Set(steps.map(({ thread }) => thread))];
  const head = threads.map((thread) => `<th scope="col">${escaped(thread)}</th>`).join("");
  const rows = steps.map((step, i) => {
    const isSwitch = i > 0 && steps[i - 1]?.thread !== step.thread;
    const cells = threads.map((thread) =>
      thread === step.thread
        ? `<td class="step">${escaped(step.text)}<small>${escaped(step.place)}</small></td>`
        : "<td></td>",
    );
    return `<tr${isSwitch ? ' class="switch"' : ""}><th scope="row">${i + 1}</th>${cells.join("")}</tr>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(program)}: a schedule that fails</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark; }
  table { border-collapse: collapse; }
  th, td { padding: 0.2rem 0.8rem; text-align: left; vertical-align: top; border-left: 1px solid #8886; }
  thead th { position: sticky; top: 0; background: Canvas; border-bottom: 2px solid; }
  tbody th { font-weight: normal; opacity: 0.6; border: 0; text-align: right; }
  td.step { background: #3b82f622; border-radius: 0.3rem; }
  tr.switch td { border-top: 2px dashed #f59e0b; }
  small { display: block; opacity: 0.7; font-family: ui-monospace, monospace; }
  p.end { font-weight: bold; white-space: pre-line; }
</style>
<h1>${escaped(program)}</h1>
<p>Time goes down. A dashed line is where another thread goes on.</p>
<table><thead><tr><th></th>${head}</tr></thead><tbody>
${rows.join("\n")}
</tbody></table>
<p class="end">${escaped(ending)}</p>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
