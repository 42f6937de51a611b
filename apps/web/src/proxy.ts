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
  const isPage = !/^\/(?:api\/|health$|ready$)/.test(request.nextUrl.pathname);
  const response = isPage ? intl(request) : NextResponse.next({ request });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // What is fetched ahead of a click is a page, too.
  matcher: ["/((?!_next/static|_next/image|monaco/|icon\\.svg$|favicon\\.ico$).*)"],
};
