// Reads QR codes off a running picture: with what the browser has, else with a reader of our own that comes when asked for.

/** The text of a code that is in the picture at this moment. */
export type ReadCode = (video: HTMLVideoElement) => Promise<string | undefined>;

/** Of the Shape Detection API, which TypeScript's DOM library doesn't have. */
interface Detector {
  detect(image: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Larger pictures cost time and don't make a code that fills a good part of them any clearer. */
const longerSide = 960;

const createOwnReader = async (): Promise<ReadCode> => {
  const { decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    if (!context || videoWidth === 0) return undefined;
    const scale = Math.min(1, longerSide / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      // Its way of saying that there is no code, or none that can be read.
      return undefined;
    }
  };
};

const findDetector = async (): Promise<Detector | undefined> => {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  try {
    const formats = (await BarcodeDetector?.getSupportedFormats()) ?? [];
    return BarcodeDetector && formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : undefined;
  } catch {
    return undefined;
  }
};

/** Rejects when the browser has no reader and ours cannot be loaded. */
export const createCodeReader = async (): Promise<ReadCode> => {
  const detector = await findDetector();
  if (!detector) return createOwnReader();
  let own: ReadCode | undefined;
  return async (video) => {
    if (own) return own(video);
    try {
      return (await detector.detect(video))[0]?.rawValue;
    } catch {
      // Some systems promise it and have no service behind it.
      own = await createOwnReader();
      return own(video);
    }
  };
};
