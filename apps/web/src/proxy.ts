import createIntl from "next-intl/middleware";
import { NextResponse, type NextRequest } from "next/server";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { routing } from "./i18n/routing.ts";

const intl = createIntl(routing);

/** Before every page: chooses the language and sets the policy, on the request too, where Next takes the nonce from. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  request.headers.set("x-nonce", nonce);
  request.headers.set("content-security-policy", policy);
  const response = request.nextUrl.pathname.startsWith("/api/") ? NextResponse.next({ request }) : intl(request);
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [
    {
      source: "/((?!_next/static|_next/image|monaco|icon.svg|favicon.ico).*)",
      missing: [{ type: "header", key: "next-router-prefetch" }],
    },
  ],
};
