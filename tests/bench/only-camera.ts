// A machine with a camera and no microphone. Runs in the page, before its own scripts, and stands alone.

export const leaveOutMicrophone = (): void => {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints) =>
    constraints?.audio ? Promise.reject(new DOMException('', 'NotFoundError')) : open(constraints);
};
