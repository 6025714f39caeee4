/** Reads the codes in a frame of a video. */
export interface Reader {
  readonly read: (video: HTMLVideoElement) => Promise<readonly string[]>;
  readonly close: () => void;
}

interface Detector {
  readonly detect: (source: HTMLVideoElement) => Promise<readonly { readonly rawValue: string }[]>;
}

interface DetectorClass {
  new (options?: { readonly formats: readonly string[] }): Detector;
  readonly getSupportedFormats: () => Promise<readonly string[]>;
}

/** The browser's own reader where it has one, else ours in a worker. */
export async function openReader(): Promise<Reader> {
  return (await ofBrowser()) ?? ofWorker();
}

async function ofBrowser(): Promise<Reader | null> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  const formats = (await BarcodeDetector?.getSupportedFormats()) ?? [];
  // some systems have the class and read nothing
  if (!BarcodeDetector || !formats.includes('qr_code') || !formats.includes('code_128'))
    return null;
  const detector = new BarcodeDetector({ formats });
  return {
    read: async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue),
    close: () => undefined,
  };
}

/** Wider pictures take longer and tell no more. */
const WIDEST = 1280;

function ofWorker(): Reader {
  const worker = new Worker(new URL('./decoder.ts', import.meta.url), { type: 'module' });
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return {
    read: (video) =>
      new Promise((resolve, reject) => {
        if (!context) return reject(new Error('This browser draws no pictures.'));
        const scale = Math.min(1, WIDEST / video.videoWidth);
        canvas.width = video.videoWidth * scale;
        canvas.height = video.videoHeight * scale;
        context.drawImage(video, 0, 0, canvas.width, canvas.height);
        const picture = context.getImageData(0, 0, canvas.width, canvas.height);
        worker.onmessage = ({ data }: MessageEvent<readonly string[] | { failed: string }>) =>
          'failed' in data ? reject(new Error(data.failed)) : resolve(data);
        worker.onerror = () => reject(new Error('The reader of codes could not be loaded.'));
        worker.postMessage(picture, [picture.data.buffer]);
      }),
    close: () => worker.terminate(),
  };
}
