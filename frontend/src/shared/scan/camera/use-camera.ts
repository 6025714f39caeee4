import { type RefObject, useEffect, useEffectEvent, useState } from 'react';
import { look, type Seen } from './frames';
import { openReader, type Reader } from './reader';

const EVERY_MS = 150;

/** Why there is no picture. */
export type CameraTrouble = 'insecure' | 'denied' | 'missing' | 'busy' | 'unreadable';

export interface Camera {
  readonly running: boolean;
  readonly trouble: CameraTrouble | null;
  /** Switches the light; absent where the camera has none. */
  readonly torch: { readonly on: boolean; readonly toggle: () => void } | null;
}

interface Torch extends MediaTrackConstraintSet {
  torch?: boolean;
}

/** Shows the rear camera in a video, and tells the codes that come into its picture. */
export function useCamera(
  video: RefObject<HTMLVideoElement | null>,
  onCode: (code: string) => void,
): Camera {
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [trouble, setTrouble] = useState<CameraTrouble | null>(null);
  const [lit, setLit] = useState(false);
  const tell = useEffectEvent((code: string) => onCode(code));

  useEffect(() => {
    const ended = new AbortController();
    void watch(video, (code) => tell(code), setTrack, ended.signal).catch((error: unknown) => {
      if (!ended.signal.aborted) setTrouble(troubleOf(error));
    });
    return () => ended.abort();
  }, [video]);

  const hasTorch = track !== null && 'torch' in (track.getCapabilities?.() ?? {});
  const toggle = () => {
    const torch: Torch = { torch: !lit };
    void track?.applyConstraints({ advanced: [torch] }).then(() => setLit(!lit));
  };
  return {
    running: track !== null && trouble === null,
    trouble,
    torch: hasTorch ? { on: lit, toggle } : null,
  };
}

async function watch(
  video: RefObject<HTMLVideoElement | null>,
  onCode: (code: string) => void,
  onTrack: (track: MediaStreamTrack) => void,
  ended: AbortSignal,
): Promise<void> {
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  });
  let reader: Reader | null = null;
  const close = () => {
    reader?.close();
    for (const track of stream.getTracks()) track.stop();
  };
  ended.addEventListener('abort', close);
  if (ended.aborted) return close();
  const [track] = stream.getVideoTracks();
  if (track) onTrack(track);
  const screen = video.current;
  if (!screen) return close();
  screen.srcObject = stream;
  await screen.play();
  reader = await openReader();
  let seen: Seen = new Map();
  while (!ended.aborted) {
    if (screen.videoWidth > 0) {
      const codes = await reader.read(screen);
      if (ended.aborted) break;
      const frame = look(seen, codes, performance.now());
      seen = frame.seen;
      frame.fresh.forEach(onCode);
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

function troubleOf(error: unknown): CameraTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'SecurityError') return 'insecure';
  if (name === 'NotAllowedError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return name === 'NotReadableError' ? 'busy' : 'unreadable';
}
