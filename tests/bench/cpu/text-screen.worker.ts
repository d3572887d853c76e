// A shared screen of 1080p: a page of text that is being scrolled, 15 pictures a second. Painted ahead, so that only passing it on costs.

const width = 1920;
const height = 1080;
const framesPerSecond = 15;
const lineHeight = 30;
const rowsPerPicture = 8;
/** After so many rows the page repeats what it began with: scrolled to there, it goes on from the top. */
const pageRows = height;

const words =
  'the call goes on while a page of text is shown to everybody and someone scrolls through it line by line'.split(' ');

const paintPage = (): Uint8ClampedArray => {
  const canvas = new OffscreenCanvas(width, pageRows + height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#123';
  context.font = '20px sans-serif';
  for (let line = 0; line < canvas.height / lineHeight; line += 1) {
    const which = line % (pageRows / lineHeight);
    const text = Array.from(
      { length: 30 },
      (_, index) => words[(which * 7 + index * (1 + (which % 5))) % words.length],
    );
    context.fillText(text.join(' '), 40, (line + 0.8) * lineHeight);
  }
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
};

/** Brightness of the whole page, and colour for one picture. What screens give is planar, too. */
const paintPlanes = (): Uint8Array<ArrayBuffer> => {
  const dots = paintPage();
  const brightness = dots.length / 4;
  const planes = new Uint8Array(brightness + (width * height) / 2).fill(128);
  for (let at = 0; at < brightness; at += 1) planes[at] = 16 + ((dots[at * 4] ?? 0) * 219) / 255;
  return planes;
};

addEventListener('message', ({ data }: MessageEvent<WritableStream<VideoFrame>>) => {
  const writer = data.getWriter();
  const planes = paintPlanes();
  const colours = width * (pageRows + height);
  let row = 0;
  const timer = setInterval(() => {
    const frame = new VideoFrame(planes, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: Math.round(performance.now() * 1000),
      layout: [
        { offset: row * width, stride: width },
        { offset: colours, stride: width / 2 },
        { offset: colours + (width * height) / 4, stride: width / 2 },
      ],
    });
    row = (row + rowsPerPicture) % pageRows;
    writer.write(frame).catch(() => clearInterval(timer));
  }, 1000 / framesPerSecond);
});
