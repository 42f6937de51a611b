import { InlineCode } from "@lockstep/ui";
import ReactMarkdown from "react-markdown";
import rehypeHighlight from "rehype-highlight";
import remarkGfm from "remark-gfm";
import { CodeBlock } from "./code-block.tsx";

/** Markdown of an exercise, as elements; raw HTML in it stays text. Headings begin one level below the page's. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm]}
      rehypePlugins={[rehypeHighlight]}
      components={{ pre: CodeBlock, code: InlineCode }}
    >
      {text}
    </ReactMarkdown>
  );
}

/** A source file, coloured. */
export function SourceText({ text, language = "ts" }: { readonly text: string; readonly language?: string }) {
  // A fence longer than any run of backticks inside.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return <Markdown text={`${fence}${language}\n${text.trimEnd()}\n${fence}`} />;
}
