/** Descriptor by which a process of a paced round talks with its conductor. */
export const TALK = 3;
