// A tile in a window of its own: full screen, or floating above other programs.

/** Phones of one maker give full screen to videos alone. */
interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen?(): void;
}

const videoOf = (tile: HTMLElement): PhoneVideo | null => tile.querySelector('video');

/** `hasPicture`: there is something to show where only videos can. */
export const canShowFull = (hasPicture: boolean): boolean =>
  document.fullscreenEnabled || (hasPicture && 'webkitEnterFullscreen' in HTMLVideoElement.prototype);

/** Fills the screen with the tile, or gives the screen back. A refusal changes nothing. */
export const showFull = (tile: HTMLElement): void => {
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => {});
  else if (document.fullscreenEnabled) void tile.requestFullscreen().catch(() => {});
  else videoOf(tile)?.webkitEnterFullscreen?.();
};

export const canFloatVideo = (): boolean => document.pictureInPictureEnabled;

export const isVideoFloating = (tile: HTMLElement | null): boolean =>
  document.pictureInPictureElement !== null && document.pictureInPictureElement === tile?.querySelector('video');

/** The picture of the tile above other windows, or back. Needs a click. */
export const floatVideo = (tile: HTMLElement): void => {
  const video = videoOf(tile);
  if (!video) return;
  if (document.pictureInPictureElement === video) void document.exitPictureInPicture().catch(() => {});
  else void video.requestPictureInPicture().catch(() => {});
};
