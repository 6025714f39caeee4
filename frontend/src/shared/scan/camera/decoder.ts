/// <reference lib="webworker" />
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

// The page's policy forbids WebAssembly; this worker's own answer allows it, and nothing else does.
prepareZXingModule({ overrides: { locateFile: () => wasm } });

const worker = self as unknown as DedicatedWorkerGlobalScope;

/** Takes a picture, answers the codes in it. */
worker.onmessage = async ({ data }: MessageEvent<ImageData>) => {
  try {
    const found = await readBarcodes(data, { maxNumberOfSymbols: 4, tryHarder: true });
    worker.postMessage(found.filter(({ isValid }) => isValid).map(({ text }) => text));
  } catch (error) {
    worker.postMessage({ failed: String(error) });
  }
};
