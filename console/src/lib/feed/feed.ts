export const KINDS = ["campaign", "call", "slots", "import", "reset"] as const
export type Kind = (typeof KINDS)[number]

/** `resting` until somebody listens; `lost` from the first failure until the connection stands again. */
export type FeedState = "resting" | "live" | "lost"

export interface FeedEvent {
  kind: Kind
  data: unknown
}

const AGAIN_MILLISECONDS = 2000

/** The one connection to the live feed: the browser resumes it by Last-Event-ID; what it gives up on is opened anew. */
export class Feed {
  state: FeedState = "resting"
  private source: EventSource | undefined
  private again: ReturnType<typeof setTimeout> | undefined
  private readonly listeners = new Set<(event: FeedEvent) => void>()
  private readonly watchers = new Set<() => void>()

  constructor(private readonly make: (url: string) => EventSource = (url) => new EventSource(url)) {}

  open(): void {
    if (this.source) return
    const source = this.make("/api/events")
    this.source = source
    source.onopen = () => {
      const healed = this.state === "lost"
      this.become("live")
      if (healed) this.tell({ kind: "reset", data: {} })
    }
    source.onerror = () => {
      this.become("lost")
      if (source.readyState === EventSource.CLOSED) this.reopen()
    }
    for (const kind of KINDS) {
      source.addEventListener(kind, (message: MessageEvent<string>) => {
        this.tell({ kind, data: JSON.parse(message.data) as unknown })
      })
    }
  }

  close(): void {
    clearTimeout(this.again)
    this.source?.close()
    this.source = undefined
    this.become("resting")
  }

  listen(listener: (event: FeedEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Calls back whenever `state` changed. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  private reopen(): void {
    this.source?.close()
    this.source = undefined
    clearTimeout(this.again)
    this.again = setTimeout(() => this.open(), AGAIN_MILLISECONDS)
  }

  private tell(event: FeedEvent): void {
    for (const listener of this.listeners) listener(event)
  }

  private become(state: FeedState): void {
    if (state === this.state) return
    this.state = state
    for (const watcher of this.watchers) watcher()
  }
}

export const feed = new Feed()
