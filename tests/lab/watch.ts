// Runs inside the page, before the page: notes when each person was seen and heard, on the one clock of this machine.

export interface Sighting {
  readonly atMs: number;
  /** Whose tiles stood there besides the own one; a person with two tiles is named twice. */
  readonly people: readonly string[];
}

/** Times are milliseconds since 1970, the same in all pages and in Node: `performance.timeOrigin + performance.now()`. */
export interface Recording {
  /** When the page had loaded. */
  readonly loadedMs: number;
  readonly frames: Readonly<Record<string, readonly number[]>>;
  /** When a person was louder than silence; looked at 20 times a second. */
  readonly sounds: Readonly<Record<string, readonly number[]>>;
  /** One entry for each change. */
  readonly tiles: readonly Sighting[];
  /** When each button was last pressed, by its name. */
  readonly clicks: Readonly<Record<string, number>>;
}

interface Watch {
  read(fromMs: number): Recording;
  /** What of the page's connections lives. */
  connections(): RTCPeerConnection[];
  /** Workers that the page started and did not end. */
  workers(): number;
  /** Everything up to now. */
  forget(): void;
}

type WatchedWindow = typeof globalThis & { labWatch: Watch };

/** Installed at document start. Stands alone, as everything that runs in the page. */
export const installWatch = (): void => {
  const lookEveryMs = 50;
  /** Louder than what an encoder makes of silence. */
  const audible = 0.01;
  /** Half an hour of pictures, so that a long rest does not fill the page. */
  const mostKept = 40_000;
  const frames: Record<string, number[]> = {};
  const sounds: Record<string, number[]> = {};
  // A blank page has none.
  const kept = location.protocol.startsWith('http') ? sessionStorage : undefined;
  // A page that begins anew keeps them: it may do so by itself.
  const clicks = JSON.parse(kept?.getItem('lab-clicks') ?? '{}') as Record<string, number>;
  const tiles: { atMs: number; people: string[] }[] = [];
  const nowMs = (): number => performance.timeOrigin + performance.now();
  const note = (book: Record<string, number[]>, person: string, atMs: number): void => {
    const times = (book[person] ??= []);
    times.push(atMs);
    if (times.length > mostKept) times.splice(0, times.length - mostKept);
  };

  const others = (): HTMLElement[] => [
    ...document.querySelectorAll<HTMLElement>('[data-testid="tile"]:not([data-self])'),
  ];
  const nameOf = (element: Element): string | undefined => {
    const tile = element.closest<HTMLElement>('[data-testid="tile"]');
    return tile === null || tile.dataset['self'] !== undefined ? undefined : tile.dataset['person'];
  };

  const seen = new WeakSet<HTMLVideoElement>();
  const watchFrames = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((now) => {
      const person = nameOf(video);
      // An element may play before it is shown.
      if (person !== undefined && video.checkVisibility({ opacityProperty: true }))
        note(frames, person, performance.timeOrigin + now);
      watchFrames(video);
    });
  };

  // Firefox starts no AudioContext on a machine without a sound card; there the loudness is what packets say of themselves.
  let context: AudioContext | undefined;
  const meters = new Map<MediaStreamTrack, AnalyserNode>();
  const meterOf = (track: MediaStreamTrack): AnalyserNode => {
    context ??= new AudioContext();
    const known = meters.get(track);
    if (known) return known;
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    meters.set(track, analyser);
    return analyser;
  };
  /**
   * Two hundred who came and went are a third of a core, and memory that the page did not take. Chromium 156 keeps a source, its
   * track and all that has to do with it until its context is closed, disconnected or not; the others get theirs anew.
   */
  const forgetEnded = (): void => {
    if ([...meters.keys()].every(({ readyState }) => readyState === 'live')) return;
    meters.clear();
    void context?.close();
    context = undefined;
  };
  const samples = new Float32Array(2048);
  const toldLevel = (track: MediaStreamTrack): number => {
    const receiver = connections()
      .flatMap((connection) => connection.getReceivers())
      .find((each) => each.track === track);
    const [source] = receiver?.getSynchronizationSources() ?? [];
    // A source stays in the list for 10 s (webrtc-pc 5.3); what played longer ago than this is silence.
    return source && nowMs() - performance.timeOrigin - source.timestamp < 150 ? (source.audioLevel ?? 0) : 0;
  };
  const levelOf = (track: MediaStreamTrack): number => {
    if (navigator.userAgent.includes('Firefox')) return toldLevel(track);
    meterOf(track).getFloatTimeDomainData(samples);
    return samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  };
  const isHeard = (tile: HTMLElement): boolean =>
    [...tile.querySelectorAll<HTMLMediaElement>('video, audio')].some(
      (element) =>
        !element.muted &&
        !element.paused &&
        element.srcObject instanceof MediaStream &&
        element.srcObject.getAudioTracks().some((track) => levelOf(track) > audible),
    );

  const look = (): void => {
    const here = others();
    // Whoever is away counts as gone; the tile only keeps their place (docs/decisions/019).
    const present = here.filter((tile) => tile.dataset['connection'] !== 'away');
    const people = present.map((tile) => tile.dataset['person'] ?? '');
    const last = tiles.at(-1)?.people;
    if (!last || last.join('\n') !== people.join('\n')) tiles.push({ atMs: nowMs(), people });
    for (const tile of here) {
      for (const video of tile.querySelectorAll('video')) {
        if (seen.has(video)) continue;
        seen.add(video);
        watchFrames(video);
      }
    }
  };
  const listen = (): void => {
    for (const tile of others()) if (isHeard(tile)) note(sounds, tile.dataset['person'] ?? '', nowMs());
    forgetEnded();
  };
  new MutationObserver(look).observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['data-person', 'data-testid', 'data-connection'],
  });
  setInterval(listen, lookEveryMs);
  document.addEventListener(
    'click',
    ({ target, timeStamp }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      const name = button?.getAttribute('aria-label') ?? button?.textContent.trim();
      if (!name) return;
      clicks[name] = performance.timeOrigin + timeStamp;
      kept?.setItem('lab-clicks', JSON.stringify(clicks));
    },
    { capture: true },
  );

  const made = new Set<WeakRef<RTCPeerConnection>>();
  const connections = (): RTCPeerConnection[] =>
    [...made].flatMap((each) => {
      const connection = each.deref();
      if (connection && connection.signalingState !== 'closed') return connection;
      made.delete(each);
      return [];
    });
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class Watched extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      made.add(new WeakRef<RTCPeerConnection>(this));
    }
  };

  const workers = new Set<Worker>();
  const OriginalWorker = window.Worker;
  window.Worker = class Watched extends OriginalWorker {
    constructor(script: string | URL, options?: WorkerOptions) {
      super(script, options);
      workers.add(this);
    }
    override terminate(): void {
      workers.delete(this);
      super.terminate();
    }
  };

  const from = (book: Record<string, number[]>, fromMs: number): Record<string, number[]> =>
    Object.fromEntries(Object.entries(book).map(([person, times]) => [person, times.filter((time) => time >= fromMs)]));
  const loadedMs = (): number => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return performance.timeOrigin + (navigation?.loadEventEnd ?? 0);
  };
  (window as unknown as WatchedWindow).labWatch = {
    read: (fromMs) => ({
      loadedMs: loadedMs(),
      frames: from(frames, fromMs),
      sounds: from(sounds, fromMs),
      tiles,
      clicks,
    }),
    connections,
    workers: () => workers.size,
    forget: () => {
      for (const book of [frames, sounds]) for (const person of Object.keys(book)) delete book[person];
      tiles.splice(0);
    },
  };
};

/** Frames and sounds since then; tiles and clicks are few and come whole. */
export const readRecording = (fromMs: number): Recording => (window as unknown as WatchedWindow).labWatch.read(fromMs);

export const forgetAll = (): void => (window as unknown as WatchedWindow).labWatch.forget();

export const countConnections = (): number => (window as unknown as WatchedWindow).labWatch.connections().length;

export const countWorkers = (): number => (window as unknown as WatchedWindow).labWatch.workers();

/** To how many the own picture goes out of the encoder for all: what their senders encode themselves is a still frame, so wide. */
export const countShared = async (stillWidth: number): Promise<number> => {
  let count = 0;
  for (const connection of (window as unknown as WatchedWindow).labWatch.connections())
    for (const each of (await connection.getStats()).values() as Iterable<Readonly<Record<string, unknown>>>)
      if (each['type'] === 'outbound-rtp' && each['frameWidth'] === stillWidth) count += 1;
  return count;
};

/** Sums over everything that this page receives at the moment. */
export interface Received {
  readonly soundSamples: number;
  /** Samples that had to be made up. */
  readonly concealedSamples: number;
  /** Bytes of pictures by the address from which they come. */
  readonly pictureBytes: Readonly<Record<string, number>>;
}

export const readReceived = async (): Promise<Received> => {
  const received = { soundSamples: 0, concealedSamples: 0, pictureBytes: {} as Record<string, number> };
  for (const connection of (window as unknown as WatchedWindow).labWatch.connections()) {
    const stats = [...(await connection.getStats()).values()] as Readonly<Record<string, unknown>>[];
    const byId = (id: unknown) => stats.find((each) => each['id'] === id);
    const transport = stats.find((each) => each['type'] === 'transport');
    // Firefox names no pair in its transport and marks the pair instead.
    const pair = byId(transport?.['selectedCandidatePairId']) ?? stats.find((each) => each['selected'] === true);
    const remote = byId(pair?.['remoteCandidateId']);
    const address = typeof remote?.['address'] === 'string' ? remote['address'] : '';
    for (const each of stats) {
      if (each['type'] !== 'inbound-rtp') continue;
      if (each['kind'] === 'video')
        received.pictureBytes[address] = (received.pictureBytes[address] ?? 0) + Number(each['bytesReceived'] ?? 0);
      else {
        received.soundSamples += Number(each['totalSamplesReceived'] ?? 0);
        received.concealedSamples += Number(each['concealedSamples'] ?? 0);
      }
    }
  }
  return received;
};

/** Sums over all pictures that this page receives, and the size of that of one person, also where it stands still. */
export interface Picture {
  readonly keyFrames: number;
  /** For a key frame. */
  readonly requests: number;
  /** On its shorter side; 0 where nothing ever came. */
  readonly rows: number;
}

export const readPicture = async (name: string): Promise<Picture> => {
  const picture = { keyFrames: 0, requests: 0, rows: 0 };
  for (const connection of (window as unknown as WatchedWindow).labWatch.connections()) {
    for (const each of (await connection.getStats()).values() as Iterable<Readonly<Record<string, unknown>>>) {
      if (each['type'] !== 'inbound-rtp' || each['kind'] !== 'video') continue;
      picture.keyFrames += Number(each['keyFramesDecoded'] ?? 0);
      picture.requests += Number(each['pliCount'] ?? 0) + Number(each['firCount'] ?? 0);
    }
  }
  for (const { videoWidth, videoHeight } of document.querySelectorAll<HTMLVideoElement>(
    `[data-testid="tile"][data-person="${name}"] video`,
  ))
    picture.rows = Math.max(picture.rows, Math.min(videoWidth, videoHeight));
  return picture;
};

/** What becomes of the pictures on each connection, for whoever wants to know why there are none. */
export const readPictures = async (): Promise<string> => {
  const wanted = [
    ...['framesEncoded', 'keyFramesEncoded', 'framesSent', 'packetsSent', 'retransmittedPacketsSent', 'targetBitrate'],
    ...['qualityLimitationReason', 'active', 'frameWidth', 'nackCount', 'pliCount', 'framesReceived', 'framesDecoded'],
    ...[
      'keyFramesDecoded',
      'framesDropped',
      'jitterBufferDelay',
      'jitterBufferTargetDelay',
      'estimatedPlayoutTimestamp',
      'freezeCount',
      'packetsReceived',
      'packetsLost',
      'availableOutgoingBitrate',
    ],
  ];
  const lines: string[] = [];
  for (const connection of (window as unknown as WatchedWindow).labWatch.connections()) {
    const stats = [...(await connection.getStats()).values()] as Readonly<Record<string, unknown>>[];
    const ofPictures = stats.filter(
      ({ type, kind, availableOutgoingBitrate }) =>
        ((type === 'inbound-rtp' || type === 'outbound-rtp') && kind === 'video') ||
        availableOutgoingBitrate !== undefined,
    );
    if (ofPictures.length === 0) continue;
    lines.push(
      `${connection.connectionState}: ${ofPictures
        .map((each) =>
          [
            String(each['type']),
            ...wanted.flatMap((name) => (each[name] === undefined ? [] : `${name} ${JSON.stringify(each[name])}`)),
          ].join(' '),
        )
        .join('; ')}`,
    );
  }
  return lines.join('\n    ');
};

/** What each picture's element is up to. */
export const readElements = async (): Promise<string> => {
  const looksOf = (video: HTMLVideoElement): string => {
    const canvas = new OffscreenCanvas(16, 9);
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0, 16, 9);
    return context?.getImageData(0, 0, 16, 9).data.join() ?? '';
  };
  const videos = [...document.querySelectorAll('video')];
  const first = videos.map(looksOf);
  const counts = videos.map((video) => video.getVideoPlaybackQuality().totalVideoFrames);
  await new Promise((resolve) => setTimeout(resolve, 700));

  const { frames } = (window as unknown as WatchedWindow).labWatch.read(
    performance.timeOrigin + performance.now() - 10_000,
  );
  const inLast10s = Object.entries(frames).map(([person, times]) => `${person} ${times.length}`);
  const elements = videos.map((video, index) => {
    const { paused, readyState, currentTime, srcObject, dataset } = video;
    const tracks = srcObject instanceof MediaStream ? srcObject.getVideoTracks() : [];
    const { totalVideoFrames, droppedVideoFrames } = video.getVideoPlaybackQuality();
    const told = tracks.map(({ muted, readyState: life }) => `${life}${muted ? ' muted' : ''}`).join(' ');
    return [
      video.closest<HTMLElement>('[data-person]')?.dataset['person'],
      ...[`paused ${paused}`, `readyState ${readyState}`, `at ${currentTime.toFixed(1)}`, `tracks ${told}`],
      `moves ${looksOf(video) !== first[index]}, frames ${counts[index]} to ${totalVideoFrames}, dropped ${droppedVideoFrames}`,
      `visible ${video.checkVisibility({ opacityProperty: true })}`,
      JSON.stringify(dataset),
    ].join(', ');
  });
  const recent = (window as unknown as WatchedWindow).labWatch.read(
    performance.timeOrigin + performance.now() - 14_000,
  );
  const gaps = Object.entries(recent.frames).map(
    ([person, times]) =>
      `${person}: ${times
        .flatMap((time, index) => {
          const before = times[index - 1];
          return before !== undefined && time - before > 300
            ? [`${Math.round(before - performance.timeOrigin)} to ${Math.round(time - performance.timeOrigin)}`]
            : [];
        })
        .join(', ')}`,
  );
  return `gaps ${gaps.join('; ')}; frames in 10 s: ${inLast10s.join(', ')}; ${elements.join('; ')}`;
};
