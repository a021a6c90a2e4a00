/** What a stream begins with; at most one of them. */
export interface Start {
  /** `latest` (default): what is published from now on; `earliest`: the oldest event kept; `snapshot`: the latest event of each key. */
  from?: 'latest' | 'earliest' | 'snapshot';
  /** The newest so many events, 1 to 1,000,000. */
  last?: number;
  /** The first event that was stored at this time (RFC 3339) or later. */
  since?: string;
  /** What comes after this event. */
  lastEventId?: string;
}

export interface BreakwaterSourceOptions extends Start {
  /** Topics and patterns of a Breakwater hub. Left out: the URL is taken as it is, of any server of event streams. */
  topics?: string | readonly string[];
  /**
   * Whether all tabs of the origin share one connection (default: true). A text shares among those only that give the same
   * one: for tabs that are signed in as different users.
   */
  share?: boolean | string;
  /** How to share: by default by a shared worker where there is one, else by a leading tab. */
  mode?: 'worker' | 'leader' | 'none';
  /** Headers of each request, or what gives them. */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);
  /**
   * A bearer token, or what gives one: it is called for each connection, with `renew` if the server has just refused what
   * it gave before.
   */
  token?: string | ((how: { renew: boolean }) => string | Promise<string>);
  /** Whether to send cookies to another origin (default: false). */
  withCredentials?: boolean;
  /**
   * How often the server sends something at least, in milliseconds (default: 15,000). A hub says so itself where topics are
   * given. A stream that is silent for 2.5 times as long is opened anew.
   */
  heartbeat?: number;
  /** Where this module is served, if the page has it in a bundle: what the shared worker runs. Of the page's origin. */
  workerUrl?: string | URL;
}

/** A problem (RFC 9457) as the server has told it. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
}

/** After it `readyState` is CONNECTING if the source comes back by itself, CLOSED if it does not, OPEN if only new topics were refused. */
export interface BreakwaterErrorEvent extends Event {
  /** What went wrong, in words. */
  readonly message?: string;
  /** The status of the answer, if there was one. */
  readonly status?: number;
  readonly problem?: Problem;
}

export interface BreakwaterMessageEvent extends MessageEvent<string> {
  /** The topics of the event, if topics were asked for. */
  readonly topics: readonly string[];
}

export interface Gap {
  reason: 'expired' | 'epoch' | 'invalid' | 'future' | 'damaged' | 'slow';
  from: string | null;
  to: string;
  lost?: number;
  oldest?: string;
}

export interface BreakwaterGapEvent extends BreakwaterMessageEvent {
  readonly gap: Gap;
}

export interface BreakwaterSourceEventMap {
  open: Event;
  message: BreakwaterMessageEvent;
  error: BreakwaterErrorEvent;
  'breakwater.gap': BreakwaterGapEvent;
}

/** An event source that shares its connection with all tabs of its origin, notices dead streams and tells of gaps. */
export class BreakwaterSource extends EventTarget {
  static readonly CONNECTING: 0;
  static readonly OPEN: 1;
  static readonly CLOSED: 2;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;

  constructor(url: string | URL, options?: BreakwaterSourceOptions);

  readonly url: string;
  readonly withCredentials: boolean;
  readonly readyState: 0 | 1 | 2;
  /** The id of the last event, or an empty text. */
  readonly lastEventId: string;
  readonly topics: string[];

  onopen: ((event: Event) => void) | null;
  onmessage: ((event: BreakwaterMessageEvent) => void) | null;
  onerror: ((event: BreakwaterErrorEvent) => void) | null;
  ongap: ((event: BreakwaterGapEvent) => void) | null;

  /** Asks for these topics from now on. Those that stay go on where they are, without loss; others begin at `start`. */
  setTopics(topics: string | readonly string[], start?: Start): void;

  close(): void;

  addEventListener<K extends keyof BreakwaterSourceEventMap>(
    type: K, listener: (event: BreakwaterSourceEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: (event: BreakwaterMessageEvent) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(
    type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}
