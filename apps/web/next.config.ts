import createMDX from "@next/mdx";
import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  pageExtensions: ["ts", "tsx", "mdx"],
  reactStrictMode: true,
  poweredByHeader: false,
  // Off: in development it may write an instructions file into the project.
  agentRules: false,
  devIndicators: false,
  transpilePackages: [
    "@lockstep/api",
    "@lockstep/auth",
    "@lockstep/contracts",
    "@lockstep/db",
    "@lockstep/env",
    "@lockstep/jobs",
    "@lockstep/lessons",
    "@lockstep/ui",
  ],
  serverExternalPackages: ["pg", "pg-boss"],
  // The task `types` checks with the native compiler; once is enough.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
      ],
    },
  ],
};

// Turbopack takes plugins by name.
const withMDX = createMDX({ options: { remarkPlugins: ["remark-gfm"], rehypePlugins: ["rehype-highlight"] } });
export default createNextIntlPlugin({
  requestConfig: "./src/i18n/request.ts",
})(withMDX(config));
