import { config } from "zod";

// Next runs this before any other code of a page. Zod would try whether it may compile its parsers; the content security
// policy forbids that, and each try would be reported as a breach of it.
config({ jitless: true });
