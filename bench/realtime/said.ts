/** What the processes of this measurement say to one another over IPC. */

/** How to load a server: sockets with these cookies, some of which post. */
export interface Load {
  port: number;
  /** One socket each; null for the bare server, which asks for none. */
  cookies: (string | null)[];
  channelId: string;
  warmMs: number;
  measureMs: number;
  /** Flood: so many posts are always under way. Paced: so many are sent in a second, whatever comes back. */
  pace: { underWay: number } | { perSecond: number };
}

export interface Measured {
  /** Stored (acknowledged) posts and deliveries in the measured time. */
  posts: number;
  deliveries: number;
  seconds: number;
  /** From sending to the last socket, in milliseconds, of each post that reached all. */
  lastScreenMs: number[];
  /** Posts that did not reach all sockets. */
  incomplete: number;
}

/** CPU used since the process began, and memory after a collection. */
export interface Usage {
  cpuMs: number;
  rssBytes: number;
  heapBytes: number;
}
