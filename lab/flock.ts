// A camera that is none: a flock that moves, so that every frame differs from the one before, and much of it stays in place.

import type { Stop } from '#core/base/scope.ts';

export interface Camera {
  readonly track: MediaStreamTrack;
  readonly stop: Stop;
}

const [width, height, framesPerSecond, birds] = [1280, 720, 30, 180];

const drawFlock = (context: CanvasRenderingContext2D, seconds: number): void => {
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, '#2f3f6b');
  sky.addColorStop(1, '#e9a86b');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#12111c';
  for (let bird = 0; bird < birds; bird += 1) {
    const phase = bird * 2.399;
    const spread = 0.35 + 0.65 * Math.sqrt(bird / birds);
    const x = width * (0.5 + 0.42 * spread * Math.sin(seconds * 0.7 + phase) * Math.cos(seconds * 0.23 + phase * 0.1));
    const y = height * (0.45 + 0.35 * spread * Math.sin(seconds * 0.9 + phase * 1.3));
    const wing = 7 + 5 * Math.sin(seconds * 9 + phase);
    context.beginPath();
    context.moveTo(x - 12, y - wing);
    context.quadraticCurveTo(x, y + 3, x + 12, y - wing);
    context.quadraticCurveTo(x, y + 8, x - 12, y - wing);
    context.fill();
  }
};

export const openFlock = (): Camera => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
  if (!context || !track) throw new Error('nothing can be drawn');
  const draw = (): void => drawFlock(context, performance.now() / 1_000);
  draw();
  const timer = setInterval(draw, 1_000 / framesPerSecond);
  return {
    track,
    stop: () => {
      clearInterval(timer);
      track.stop();
    },
  };
};
