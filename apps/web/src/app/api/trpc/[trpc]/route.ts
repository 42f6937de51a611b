import { answer } from "@lockstep/api";
import { services } from "#web/server/services.ts";

const respond = (request: Request): Promise<Response> => answer(services, request);

export { respond as GET, respond as POST };
